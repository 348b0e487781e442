using System.Text;
using MultiTransport.Trust.Ground;
using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>Bodies, idempotency keys, types and paths of the API, sent with a good key.</summary>
internal sealed class PublishTarget : IFuzzTarget
{
    private readonly JsonGrammar _grammar = new("topic", "topics", "text", "binary", "json", "key", "messages", "data", "except", "other");

    public string Name => "publish";

    public string Reads => "bodies, headers and paths of the publish API, with a good key";

    public IReadOnlyList<string> Ways { get; } = ["body", "Idempotency-Key", "Content-Type", "path"];

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            """{"topic":"open:a","text":"Hi"}""", """{"topic":"open:a","binary":"AQID","key":"row"}""", """{"messages":[{"topic":"open:a","text":"Hi"},{"topic":"open:b","text":"Hi"}]}""", """{"messages":[]}""",
            """{"topic":"user:ann:x","text":"Hi"}""", "[]", "", "application/json", "text/plain", "a-key-of-idempotency", "topics/open:a", "topics/open%3Aa/history", "publish", "../healthz", "topics/%00",
        }.Select(Encoding.UTF8.GetBytes),
        .. Vectors.Of("topics.json", ["names", "namesBad", "keys", "keysBad"], "text"),
    ];

    public byte[] Make(Random random) => _grammar.Make(random);

    public async Task<string> SendAsync(AttackedServer server, FuzzInput input)
    {
        var key = ("Authorization", $"Bearer {Credentials.ApiKey}");
        var json = ("Content-Type", "application/json");
        var usual = """{"topic":"open:a","text":"Hi"}"""u8.ToArray();
        var line = Encoding.Latin1.GetString(input.Bytes).Replace('\r', ' ').Replace('\n', ' ');
        var publish = new Uri(server.Url, "api/publish");
        return $"{input.Way}: " + input.Way switch
        {
            "body" => await Call.AskAsync(publish, "POST", input.Bytes, key, json),
            "path" => await Call.AskAsync(new Uri(server.Url, "api/" + string.Concat(input.Bytes.Select(static octet => $"%{octet:X2}"))), "GET", null, key),
            "Content-Type" => await Call.AskAsync(publish, "POST", usual, key, ("Content-Type", line)),
            _ => await Call.AskAsync(publish, "POST", usual, key, json, (input.Way, line)),
        };
    }

    public bool MayAnswer(string answer) => Answered.IsOurs(answer);
}
