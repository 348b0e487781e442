using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MultiTransport.Load.Servers;

/// <summary>
/// RAW without the framework's WebSocket: a broadcast is one prebuilt frame or event that all clients share, and the frames that wait leave in one write.
/// What joining can give at most. Frozen like <see cref="RawServer"/>.
/// </summary>
internal static class RawFramesServer
{
    private const int MaxBatch = 64 * 1024;
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static readonly ConcurrentDictionary<object, Channel<byte[]>> Sockets = new();
    private static readonly ConcurrentDictionary<object, Channel<byte[]>> Streams = new();

    public static Task RunAsync(string url, bool hasParent)
    {
        var app = ServerHost.CreateBuilder(url).Build();
        app.MapGet("/ws", (RequestDelegate)SocketAsync);
        app.MapGet("/sse", (RequestDelegate)EventsAsync);
        app.MapPost("/publish", (RequestDelegate)PublishAsync);
        return ServerHost.RunAsync(app, hasParent);
    }

    private static async Task SocketAsync(HttpContext context)
    {
        var key = context.Request.Headers.SecWebSocketKey.ToString();
#pragma warning disable CA5350 // RFC 6455 names it; it keeps nothing secret
        context.Response.Headers.SecWebSocketAccept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic)));
#pragma warning restore CA5350
        context.Response.Headers.Upgrade = "websocket";
        await using var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        var channel = Channel.CreateBounded<byte[]>(1000);
        Sockets[stream] = channel;
        var writing = WriteAsync(stream, channel.Reader);
        var buffer = new byte[4096];
        var length = 0;
        try
        {
            while (await stream.ReadAsync(buffer.AsMemory(length)) is > 0 and var count)
            {
                length = await EchoAsync(buffer, length + count, channel.Writer);
            }
        }
        catch (IOException)
        {
            // the client is gone
        }

        Sockets.TryRemove(stream, out _);
        channel.Writer.Complete();
        await writing;
    }

    /// <summary>Takes short masked frames off the front and sends each back; returns how much is left.</summary>
    private static async ValueTask<int> EchoAsync(byte[] buffer, int length, ChannelWriter<byte[]> writer)
    {
        var start = 0;
        while (length - start >= 6 && length - start >= 6 + (buffer[start + 1] & 0x7f))
        {
            var size = buffer[start + 1] & 0x7f;
            var payload = new byte[size];
            for (var index = 0; index < size; index++)
            {
                payload[index] = (byte)(buffer[start + 6 + index] ^ buffer[start + 2 + (index & 3)]);
            }

            await writer.WriteAsync(Frame(payload));
            start += 6 + size;
        }

        buffer.AsSpan(start, length - start).CopyTo(buffer);
        return length - start;
    }

    private static async Task WriteAsync(Stream stream, ChannelReader<byte[]> reader)
    {
        try
        {
            while (await reader.WaitToReadAsync())
            {
                var batch = ArrayPool<byte>.Shared.Rent(MaxBatch);
                var length = 0;
                while (length < MaxBatch / 2 && reader.TryRead(out var frame))
                {
                    frame.CopyTo(batch, length);
                    length += frame.Length;
                }

                await stream.WriteAsync(batch.AsMemory(0, length));
                ArrayPool<byte>.Shared.Return(batch);
            }
        }
        catch (IOException)
        {
            // the client is gone
        }
    }

    private static async Task EventsAsync(HttpContext context)
    {
        var channel = Channel.CreateBounded<byte[]>(1000);
        Streams[context.TraceIdentifier] = channel;
        var body = context.Response.BodyWriter;
        context.Response.ContentType = "text/event-stream";
        body.Write(":\n\n"u8);
        await body.FlushAsync();
        try
        {
            while (await channel.Reader.WaitToReadAsync(context.RequestAborted))
            {
                while (channel.Reader.TryRead(out var message))
                {
                    body.Write(message);
                }

                await body.FlushAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // the client is gone
        }

        Streams.TryRemove(context.TraceIdentifier, out _);
    }

    /// <summary>Framed once, whoever many listen; a full channel drops it.</summary>
    private static async Task PublishAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var message = body.ToArray();
        var frame = Frame(message);
        foreach (var (_, channel) in Sockets)
        {
            channel.Writer.TryWrite(frame);
        }

        byte[] lines = [.. "data: "u8, .. message, .. "\n\n"u8];
        foreach (var (_, channel) in Streams)
        {
            channel.Writer.TryWrite(lines);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static byte[] Frame(byte[] payload) => payload.Length < 126
        ? [0x81, (byte)payload.Length, .. payload]
        : [0x81, 126, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];
}
