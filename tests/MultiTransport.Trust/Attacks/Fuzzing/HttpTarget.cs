using System.Net.Sockets;
using System.Text;
using MultiTransport.Testing;
using MultiTransport.Trust.Ground;
using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>Bytes on a bare connection: broken requests, smuggled ones, and WebSocket frames against RFC 6455.</summary>
internal sealed class HttpTarget : IFuzzTarget
{
    private const string Frames = "frames";

    public string Name => "http";

    public string Reads => "bytes on a bare connection: requests that lie about their length, WebSocket frames against RFC 6455";

    public IReadOnlyList<string> Ways { get; } = ["request", Frames];

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n", "POST /echo/negotiate HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}", "POST /echo/send HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            "POST /echo/send HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /echo HTTP/1.1\r\nHost: a\r\n\r\n", "GET /echo HTTP/1.0\r\n\r\n", "GET http://b/echo HTTP/1.1\r\nHost: a\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "CONNECT /echo HTTP/1.1\r\nHost: a\r\n\r\n", "POST /echo/poll HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", "POST /echo/poll HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n0",
        }.Select(Encoding.Latin1.GetBytes),
        RawWebSocket.Encode(RawWebSocketOpcode.Text, "Hi"u8.ToArray()), RawWebSocket.Encode(RawWebSocketOpcode.Text, "Hi"u8.ToArray(), masked: false), RawWebSocket.Encode(RawWebSocketOpcode.Text, [0xFF]),
        RawWebSocket.Encode(RawWebSocketOpcode.Continuation, [1]), RawWebSocket.Encode(RawWebSocketOpcode.Binary, [1], reserved: 4), RawWebSocket.Encode(RawWebSocketOpcode.Ping, new byte[126]),
        RawWebSocket.Encode(RawWebSocketOpcode.Close, [1]), RawWebSocket.Encode(RawWebSocketOpcode.Close, [0x03, 0xED]), [0x82, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4],
    ];

    public byte[] Make(Random random) => RawWebSocket.Encode(
        (RawWebSocketOpcode)random.Next(16), new byte[random.Next(random.Next(2) == 0 ? 130 : 70_000)], random.Next(4) > 0, random.Next(6) > 0, random.Next(4) == 0 ? random.Next(8) : 0);

    public async Task<string> SendAsync(AttackedServer server, FuzzInput input)
    {
        try
        {
            return $"{input.Way}: {(input.Way == Frames ? await FramesAsync(server, input.Bytes) : await RequestAsync(server, input.Bytes))}";
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            return $"{input.Way}: {Call.Cut}";
        }
    }

    /// <summary>The framework may cut here, or wait for more where the bytes promise some; a fault of the server is not among what may be.</summary>
    public bool MayAnswer(string answer) => answer.EndsWith(Call.Cut, StringComparison.Ordinal) || Answered.IsOurs(answer);

    private static async Task<string> RequestAsync(AttackedServer server, byte[] bytes)
    {
        await using var raw = await RawHttp.ConnectAsync(server.Url);
        await raw.SendAsync(bytes);
        raw.FinishSending();
        return await Call.AnswerAsync(raw, "GET");
    }

    private static async Task<string> FramesAsync(AttackedServer server, byte[] bytes)
    {
        await using var socket = await RawWebSocket.ConnectAsync(server.Echo);
        await socket.SendRawAsync(bytes);
        await socket.SendFrameAsync(RawWebSocketOpcode.Ping, [9]);
        socket.Connection.FinishSending();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            while (await socket.ReadFrameAsync(patience.Token) is { } frame)
            {
                if (frame.Opcode == RawWebSocketOpcode.Close)
                {
                    return frame.Payload.Length < 2 ? "closed" : $"closed {(frame.Payload[0] << 8) | frame.Payload[1]}";
                }
            }

            return Call.Cut;
        }
        catch (OperationCanceledException)
        {
            return Call.Silent;
        }
    }
}
