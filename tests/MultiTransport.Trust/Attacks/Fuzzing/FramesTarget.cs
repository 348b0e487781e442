using System.Net.Sockets;
using MultiTransport.Testing;
using MultiTransport.Trust.Ground;
using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>Frames after a good attach, in every carrier that takes some.</summary>
internal sealed class FramesTarget : IFuzzTarget
{
    private const string Socket = "ws";

    public string Name => "frames";

    public string Reads => "frames after a good attach, in bodies and WebSocket messages";

    public IReadOnlyList<string> Ways { get; } = ["send", "poll", "close", "sse", "stream", Socket];

    public IReadOnlyList<byte[]> Seeds { get; } =
        [.. Vectors.Of("frames.json", ["good", "read", "bad", "networks", "ignored"], "hex"), .. Vectors.Of("topics.json", ["publishes", "publishesBad"], "hex").Select(static one => WireFrame.Of(WireFrameType.Publish, one).ToBytes())];

    public byte[] Make(Random random) => FrameGrammar.Make(random);

    public async Task<string> SendAsync(AttackedServer server, FuzzInput input)
    {
        var session = await SessionKey.OpenAsync(server.Echo);
        var mode = input.Way is "send" or "close" ? WireAttachMode.Send : WireAttachMode.Take;
        byte[] bytes = [.. session.Attach(mode).ToFrame().ToBytes(), .. session.Fill(input.Bytes)];
        var answer = input.Way == Socket ? await OverSocketAsync(server.Echo, bytes) : await Call.AskAsync(new Uri($"{server.Echo}/{input.Way}"), "POST", bytes);
        await session.CloseAsync(server.Echo);
        return $"{input.Way}: {answer}";
    }

    public bool MayAnswer(string answer) => Answered.IsOurs(answer);

    /// <summary>One WebSocket message, then what the server says to it: the close, or that it is there after all.</summary>
    public static async Task<string> OverSocketAsync(Uri endpoint, byte[] message)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await using var socket = await RawWebSocket.ConnectAsync(new Uri($"{endpoint}/ws"), "multitransport.v1");
            await socket.SendBinaryAsync(message);
            await socket.SendBinaryAsync(WireFrame.Ping(9, 9).ToBytes());
            while (await socket.ReadMessageAsync(patience.Token) is { } came)
            {
                if (came.Opcode == RawWebSocketOpcode.Close)
                {
                    return came.Payload.Length < 2 ? "closed" : WireCode.Name((came.Payload[0] << 8) | came.Payload[1]);
                }

                if (came.Opcode == RawWebSocketOpcode.Binary && WireReader.ReadAll(came.Payload).Any(static frame => frame is { Type: WireFrameType.Pong, Payload: [9, 9] }))
                {
                    return "goes on";
                }
            }

            return Call.Cut;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            return Call.Cut;
        }
        catch (OperationCanceledException)
        {
            return Call.Silent;
        }
    }
}
