using MultiTransport.Testing;
using MultiTransport.Trust.Ground;
using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>Whole carriers, their attach included.</summary>
internal sealed class AttachTarget : IFuzzTarget
{
    private const string Socket = "ws";

    public string Name => "attach";

    public string Reads => "carriers whose attach is broken, of other sessions or of other times";

    public IReadOnlyList<string> Ways { get; } = ["send", "poll", "close", "sse", "stream", Socket];

    public IReadOnlyList<byte[]> Seeds { get; } =
        [.. Vectors.Of("attach.json", ["good", "read", "bad"], "hex"), .. Vectors.Of("poll-bodies.json", ["requests", "bad"], "hex")];

    public byte[] Make(Random random) => [.. WireFrame.Of(WireFrameType.Attach, AttachGrammar.Payload(random)).ToBytes(), .. random.Next(2) == 0 ? FrameGrammar.Make(random) : []];

    public async Task<string> SendAsync(AttackedServer server, FuzzInput input)
    {
        var session = await SessionKey.OpenAsync(server.Echo);
        var bytes = WithoutHold(session.Fill(input.Bytes));
        var answer = input.Way == Socket ? await FramesTarget.OverSocketAsync(server.Echo, bytes) : await Call.AskAsync(new Uri($"{server.Echo}/{input.Way}"), "POST", bytes);
        await session.CloseAsync(server.Echo);
        return $"{input.Way}: {answer}";
    }

    public bool MayAnswer(string answer) => Answered.IsOurs(answer);

    /// <summary>A poll that is held takes 20 s of a run and teaches nothing.</summary>
    private static byte[] WithoutHold(byte[] bytes)
    {
        var reader = new WireReader();
        reader.Append(bytes);
        try
        {
            return reader.TryRead(out var frame) && frame.Type == WireFrameType.Attach && WireAttach.Parse(frame) is { Hold: > 100 } attach
                ? [.. (attach with { Hold = 100 }).ToFrame().ToBytes(), .. bytes.AsSpan(frame.ToBytes().Length)]
                : bytes;
        }
        catch (Exception fault) when (fault is WireFormatException or ArgumentException)
        {
            return bytes;
        }
    }
}
