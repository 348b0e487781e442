using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MultiTransport.Load.Servers;

/// <summary>
/// What Kestrel can do with hand-written loops and one bounded channel a client: the floor that everybody is compared with. Frozen: whoever changes it
/// changes what every ratio to RAW ever written down means. No sessions, no numbers, no acks, no limits of time.
/// </summary>
internal static class RawServer
{
    private static readonly ConcurrentDictionary<string, Channel<byte[]>> Clients = new();

    public static Task RunAsync(string url, bool hasParent)
    {
        var app = ServerHost.CreateBuilder(url).Build();
        app.UseWebSockets();
        app.MapGet("/ws", (RequestDelegate)WebSocketAsync);
        app.MapGet("/sse", (RequestDelegate)EventsAsync);
        app.MapGet("/poll", (RequestDelegate)PollAsync);
        app.MapPost("/send", (RequestDelegate)SendAsync);
        app.MapPost("/publish", (RequestDelegate)PublishAsync);
        return ServerHost.RunAsync(app, hasParent);
    }

    private static async Task WebSocketAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var channel = NewChannel();
        var id = Guid.NewGuid().ToString();
        Clients[id] = channel;
        var writing = WriteAsync(socket, channel.Reader);
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), default) is { MessageType: not WebSocketMessageType.Close } received)
            {
                await channel.Writer.WriteAsync(buffer[..received.Count]);
            }
        }
        catch (WebSocketException)
        {
            // the client is gone
        }

        Clients.TryRemove(id, out _);
        channel.Writer.Complete();
        await writing;
    }

    private static async Task WriteAsync(WebSocket socket, ChannelReader<byte[]> reader)
    {
        try
        {
            while (await reader.WaitToReadAsync())
            {
                while (reader.TryRead(out var message))
                {
                    await socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, default);
                }
            }
        }
        catch (WebSocketException)
        {
            // the client is gone
        }
    }

    private static async Task EventsAsync(HttpContext context)
    {
        var reader = ChannelOf(context).Reader;
        var body = context.Response.BodyWriter;
        context.Response.ContentType = "text/event-stream";
        body.Write(":\n\n"u8);
        await body.FlushAsync();
        try
        {
            while (await reader.WaitToReadAsync(context.RequestAborted))
            {
                while (reader.TryRead(out var message))
                {
                    body.Write("data: "u8);
                    body.Write(message);
                    body.Write("\n\n"u8);
                }

                await body.FlushAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // the client is gone
        }

        Clients.TryRemove(IdOf(context), out _);
    }

    private static async Task PollAsync(HttpContext context)
    {
        var reader = ChannelOf(context).Reader;
        try
        {
            await reader.WaitToReadAsync(context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            Clients.TryRemove(IdOf(context), out _);
            return;
        }

        var body = context.Response.BodyWriter;
        var length = 0;
        while (reader.TryRead(out var message))
        {
            body.Write(message);
            body.Write("\n"u8);
            length += message.Length + 1;
        }

        context.Response.ContentLength = length;
        await body.FlushAsync();
    }

    private static async Task SendAsync(HttpContext context)
    {
        var message = await BodyAsync(context);
        await ChannelOf(context).Writer.WriteAsync(message);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>One array for all clients; a full channel drops it.</summary>
    private static async Task PublishAsync(HttpContext context)
    {
        var message = await BodyAsync(context);
        foreach (var (_, channel) in Clients)
        {
            channel.Writer.TryWrite(message);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        var body = context.Request.BodyReader;
        ReadResult read;
        while (!(read = await body.ReadAsync()).IsCompleted)
        {
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        var message = new byte[read.Buffer.Length];
        read.Buffer.CopyTo(message);
        body.AdvanceTo(read.Buffer.End);
        return message;
    }

    private static string IdOf(HttpContext context) => context.Request.Query["id"].ToString();

    private static Channel<byte[]> ChannelOf(HttpContext context) => Clients.GetOrAdd(IdOf(context), static _ => NewChannel());

    private static Channel<byte[]> NewChannel() => Channel.CreateBounded<byte[]>(1000);
}
