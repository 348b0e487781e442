using System.IO.Compression;
using System.Net.WebSockets;

namespace MultiTransport.Comparison.Server;

/// <summary>
/// What the framework itself can compress: a WebSocket with permessage-deflate and a held response in gzip. MultiTransport offers neither (both mix
/// secrets with what an attacker may choose, and proxies hold compressed streams), so the claim is measured beside it, in the same process.
/// </summary>
internal static class CompressionEndpoints
{
    public const string WebSocketPath = "/compression/ws";
    public const string StreamPath = "/compression/stream";

    public static void MapCompression(this WebApplication app)
    {
        app.MapGet(WebSocketPath, (RequestDelegate)WebSocketAsync);
        app.MapGet(StreamPath, (RequestDelegate)StreamAsync);
    }

    /// <summary>Sends back each message.</summary>
    private static async Task WebSocketAsync(HttpContext context)
    {
        var deflates = context.Request.Query.ContainsKey("deflate");
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = deflates });
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } received)
            {
                await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
            }
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException)
        {
            // the client is gone
        }
    }

    /// <summary>That many messages of the kind that was asked for, each flushed.</summary>
    private static async Task StreamAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var count = int.Parse(query["count"].ToString(), null);
        var kind = query["kind"].ToString();
        context.Response.ContentType = "application/octet-stream";
        var isCompressed = query.ContainsKey("gzip");
        if (isCompressed)
        {
            context.Response.Headers.ContentEncoding = "gzip";
        }

        await using var body = isCompressed ? new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true) : context.Response.Body;
        for (var sent = 0; sent < count; sent++)
        {
            await body.WriteAsync(SampleMessages.Of(kind, sent));
            await body.FlushAsync();
        }
    }
}
