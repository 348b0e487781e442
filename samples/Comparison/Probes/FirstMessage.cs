using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;
using MultiTransport.Load.Dialects.Sdk;

namespace MultiTransport.Comparison.Probes;

/// <summary>From nothing to the echo of a first message, by each transport and way of opening.</summary>
internal static class FirstMessage
{
    /// <summary>negotiate, then the transport.</summary>
    public const string Negotiated = "negotiate, then transport";

    /// <summary>The message travels in negotiate and its answer comes back in it.</summary>
    public const string InNegotiate = "message in negotiate";

    /// <summary>No SDK, no negotiate.</summary>
    public const string Native = "no negotiate";

    private const string Text = "Hello";
    private static readonly string[] Operations = ["ws", "sse", "stream", "poll", "poll"];

    public static Task OpenAsync(ProbeHttp http, string transport, string way) => (way, transport) switch
    {
        (InNegotiate, _) => InNegotiateAsync(http),
        (Negotiated, Dialect.WebSocket) => NegotiatedSocketAsync(http),
        (Negotiated, _) => NegotiatedAsync(http, transport),
        (_, Dialect.WebSocket) => NativeSocketAsync(http),
        (_, Dialect.Sse) => NativeHeldAsync(http, "text/event-stream"),
        (_, Dialect.Stream) => NativeHeldAsync(http, "application/x-ndjson"),
        (_, Dialect.LongPoll) => NativePollAsync(http, wait: 20),
        _ => NativePollAsync(http, wait: 0),
    };

    private static async Task InNegotiateAsync(ProbeHttp http)
    {
        using var answer = await PostAsync(http, "/negotiate", Encoding.UTF8.GetBytes($$"""{"version":1,"messages":[{"text":"{{Text}}"}]}"""));
        Check(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<SdkSession> NegotiateAsync(ProbeHttp http)
    {
        using var answer = await PostAsync(http, "/negotiate", "{\"version\":1}"u8.ToArray());
        var session = new SdkSession(await answer.Content.ReadAsByteArrayAsync(), ackEach: false);
        session.Outbox.Add(Encoding.UTF8.GetBytes(Text), isBinary: false);
        return session;
    }

    /// <summary>attach and the message in one carrier.</summary>
    private static byte[] AttachWithMessage(SdkSession session, int hold)
    {
        var frames = new FrameWriter().Start().Attach(session, AttachMode.Take, new byte[8], hold);
        session.Outbox.TryWrite(frames, session.MaxBody);
        return frames.Bytes.ToArray();
    }

    private static async Task NegotiatedSocketAsync(ProbeHttp http)
    {
        var session = await NegotiateAsync(http);
        using var socket = await http.OpenWebSocketAsync(Endpoints.Echo + "/ws", "multitransport.v1");
        await socket.SendAsync(AttachWithMessage(session, 0), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        await ReadUntilTextAsync(async buffer => (await socket.ReceiveAsync(buffer, CancellationToken.None)).Count);
    }

    private static async Task NegotiatedAsync(ProbeHttp http, string transport)
    {
        var session = await NegotiateAsync(http);
        var operation = Operations[Array.IndexOf(Dialect.Transports, transport)];
        using var answer = await PostAsync(http, "/" + operation, AttachWithMessage(session, transport == Dialect.LongPoll ? 20_000 : 0));
        await ReadUntilTextAsync(await answer.Content.ReadAsStreamAsync());
    }

    private static async Task NativeSocketAsync(ProbeHttp http)
    {
        using var socket = await http.OpenWebSocketAsync(Endpoints.Echo);
        await socket.SendAsync(Encoding.UTF8.GetBytes(Text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await ReadUntilTextAsync(async buffer => (await socket.ReceiveAsync(buffer, CancellationToken.None)).Count);
    }

    private static async Task NativeHeldAsync(ProbeHttp http, string accept)
    {
        using var held = await http.SendAsync(HttpMethod.Get, Endpoints.Echo, null, request => request.Headers.Accept.ParseAdd(accept));
        var stream = await held.Content.ReadAsStreamAsync();
        var credential = held.Headers.GetValues("MultiTransport-Session").Single();
        await PostNativeAsync(http, credential);
        await ReadUntilTextAsync(stream);
    }

    private static async Task NativePollAsync(ProbeHttp http, int wait)
    {
        using var opened = await http.SendAsync(HttpMethod.Get, $"{Endpoints.Echo}?wait={wait}", null);
        using var json = JsonDocument.Parse(await opened.Content.ReadAsStringAsync());
        await PostNativeAsync(http, json.RootElement.GetProperty("session").GetString()!);
        using var polled = await http.SendAsync(HttpMethod.Get, json.RootElement.GetProperty("next").GetString()!, null);
        Check(await polled.Content.ReadAsStringAsync());
    }

    private static async Task PostNativeAsync(ProbeHttp http, string credential)
    {
        using var content = new StringContent(Text);
        using var answer = await http.SendAsync(HttpMethod.Post, Endpoints.Echo, content, request => request.Headers.Add("MultiTransport-Session", credential));
    }

    private static Task<HttpResponseMessage> PostAsync(ProbeHttp http, string operation, byte[] body) =>
        http.SendAsync(HttpMethod.Post, Endpoints.Echo + operation, new ByteArrayContent(body));

    private static async Task ReadUntilTextAsync(Stream stream) => await ReadUntilTextAsync(async buffer => await stream.ReadAsync(buffer));

    private static async Task ReadUntilTextAsync(Func<ArraySegment<byte>, Task<int>> read)
    {
        var seen = new ArrayBufferWriter<byte>();
        var buffer = new byte[4096];
        while (seen.WrittenSpan.IndexOf(Encoding.ASCII.GetBytes(Text)) < 0)
        {
            var count = await read(buffer);
            if (count == 0)
            {
                throw new LoadException("a first message never came: the response ended.");
            }

            seen.Write(buffer.AsSpan(0, count));
        }
    }

    private static void Check(string body)
    {
        if (!body.Contains(Text, StringComparison.Ordinal))
        {
            throw new LoadException($"a first message never came: {body}");
        }
    }
}
