using System.Text;
using MultiTransport.Testing;
using MultiTransport.Trust.Ground;
using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>Operations on topics, and publishes, of a session that polls.</summary>
internal sealed class OperationsTarget : IFuzzTarget
{
    private const string Publish = "publish";

    private readonly JsonGrammar _grammar = new("op", "topic", "since", "last", "presence", "before", "limit", "epoch", "position", "other");

    public string Name => "operations";

    public string Reads => "operations on topics and publishes";

    public IReadOnlyList<string> Ways { get; } = ["operation", Publish];

    public IReadOnlyList<byte[]> Seeds { get; } =
        [.. Vectors.Of("topics.json", ["operations", "operationsBad"], "body", "bodyHex"), .. Vectors.Of("topics.json", ["publishes", "publishesBad"], "hex")];

    public byte[] Make(Random random) => random.Next(4) == 0
        ? [6, .. Encoding.ASCII.GetBytes("open:a"), (byte)random.Next(5), .. "tbx"u8.Slice(random.Next(3), 1), .. _grammar.Make(random)]
        : _grammar.Make(random);

    public async Task<string> SendAsync(AttackedServer server, FuzzInput input)
    {
        var session = await SessionKey.OpenAsync(server.Realtime);
        var frames = WireFrame.Pieces(
            input.Way == Publish ? WireFrameType.Publish : WireFrameType.Request, input.Way == Publish ? input.Bytes : WireFrame.Request(1, (byte)'j', input.Bytes).Payload);
        var answer = await Call.AskAsync(
            new Uri($"{server.Realtime}/poll"), "POST", WireFrame.Join([session.Attach(WireAttachMode.Take, hold: 100).ToFrame(), .. frames]));
        await session.CloseAsync(server.Realtime);
        return $"{input.Way}: {answer}";
    }

    public bool MayAnswer(string answer) => Answered.IsOurs(answer);
}
