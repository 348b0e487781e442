using MultiTransport.Trust.Ground;
using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>Bodies of negotiate.</summary>
internal sealed class NegotiateTarget : IFuzzTarget
{
    private readonly JsonGrammar _grammar = new("version", "key", "transports", "failed", "messages", "renew", "id", "secret", "name", "reason", "text", "binary", "frame", "other");

    public string Name => "negotiate";

    public string Reads => "bodies of negotiate";

    public IReadOnlyList<string> Ways { get; } = ["echo", "realtime"];

    public IReadOnlyList<byte[]> Seeds { get; } = Vectors.Of("negotiate.json", ["requests", "bad"], "body", "bodyHex");

    public byte[] Make(Random random) => _grammar.Make(random);

    public Task<string> SendAsync(AttackedServer server, FuzzInput input) =>
        Call.AskAsync(new Uri(server.Url, $"{input.Way}/negotiate"), "POST", input.Bytes);

    public bool MayAnswer(string answer) => Answered.IsOurs(answer) || answer == "503 too-many-sessions";
}
