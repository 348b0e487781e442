using System.Text;
using MultiTransport.Testing;
using MultiTransport.Trust.Ground;
using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>Every header and query value that the server reads of a native client or a handshake.</summary>
internal sealed class HeadersTarget : IFuzzTarget
{
    public string Name => "headers";

    public string Reads => "headers and query values: places and Last-Event-ID, sessions, numbers, waits, topics, Accept, Origin, Sec-WebSocket-*";

    public IReadOnlyList<string> Ways { get; } =
    [
        "Last-Event-ID", "?after", "?wait", "?topic", "?last", "MultiTransport-Session", "MultiTransport-Number", "Accept", "Content-Type", "Origin", "Sec-Fetch-Site", "Sec-WebSocket-Protocol",
        "Sec-WebSocket-Version", "Sec-WebSocket-Key", "Sec-WebSocket-Extensions", "Upgrade", "Via", "X-Forwarded-For", "arrived", "?try",
    ];

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Vectors.Of("native-poll.json", ["places", "badPlaces"], "place"), .. Vectors.Of("topics.json", ["places", "placesBad"], "place"), .. Vectors.Of("topics.json", ["names", "namesBad"], "text"),
        .. new[]
        {
            $"{Vectors.Id}.{Vectors.Secret}", "0", "1", "20", "21", "-1", "9007199254740992", "text/event-stream", "application/x-ndjson;q=0.5, */*;q=0.1", "text/plain; charset=utf-16",
            "application/json", "null", "http://evil.example", "cross-site", "multitransport.v1", "13", "websocket", "dGhlIHNhbXBsZSBub25jZQ==", "permessage-deflate; client_max_window_bits=99", "1.1 proxy",
            "127.0.0.1, 10.0.0.1", "q83vEjRWeJCrze8SNFZ4kA",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    public byte[] Make(Random random)
    {
        var parts = new[] { "v1", Vectors.Id, Vectors.Secret, "pVqv0pVY2n0o5b2aXr0mHw", "0", "42", "9999999999999999", "Zk3mXo1QduUA", "", "q=1", "*/*", "open:a" };
        return Encoding.ASCII.GetBytes(string.Join(".,;= "[random.Next(5)], Enumerable.Range(0, random.Next(1, 7)).Select(_ => parts[random.Next(parts.Length)])));
    }

    public async Task<string> SendAsync(AttackedServer server, FuzzInput input)
    {
        var session = await SessionKey.OpenAsync(server.Echo);
        var value = Encoding.Latin1.GetString(session.Fill(input.Bytes));
        var answer = input.Way[0] == '?' ? await QueryAsync(server, input.Way[1..], value) : await HeaderAsync(server, session, input.Way, OneLine(value));
        await session.CloseAsync(server.Echo);
        return $"{input.Way}: {answer}";
    }

    /// <summary>Names of topics that cannot be had are refused with 503 where there is no room for them; nothing else is the server's fault.</summary>
    public bool MayAnswer(string answer) => Answered.IsOurs(answer);

    private static Task<string> HeaderAsync(AttackedServer server, SessionKey session, string name, string value) => name switch
    {
        "arrived" => Call.AskAsync(new Uri($"{server.Echo}/arrived"), "POST", Encoding.Latin1.GetBytes(value)),
        "MultiTransport-Session" => Call.AskAsync(server.Echo, "POST", [(byte)'a'], (name, value)),
        "MultiTransport-Number" or "Content-Type" => Call.AskAsync(server.Echo, "POST", [(byte)'a'], ("MultiTransport-Session", $"{session.IdText}.{session.SecretText}"), (name, value)),
        "Upgrade" => Call.AskAsync(server.Echo, "GET", null, ("Connection", "Upgrade"), (name, value), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")),
        _ when name.StartsWith("Sec-WebSocket", StringComparison.Ordinal) => HandshakeAsync(server, name, value),
        "Last-Event-ID" => Call.AskAsync(server.Echo, "GET", null, ("Accept", "text/event-stream"), (name, value)),
        _ => Call.AskAsync(new Uri($"{server.Echo}?wait=0"), "GET", null, (name, value)),
    };

    private static Task<string> QueryAsync(AttackedServer server, string name, string value)
    {
        var escaped = string.Concat(value.Select(static octet => $"%{(int)octet:X2}"));
        return name == "try"
            ? Call.AskAsync(new Uri($"{server.Echo}/ws?try={escaped}"), "GET")
            : Call.AskAsync(new Uri(name is "topic" or "last" ? server.Realtime : server.Echo, name == "wait" ? $"?wait={escaped}" : $"?wait=0&{name}={escaped}"), "GET");
    }

    private static async Task<string> HandshakeAsync(AttackedServer server, string name, string value)
    {
        (string Name, string Value)[] usual =
        [
            ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), ("Sec-WebSocket-Protocol", "multitransport.v1"),
        ];
        await using var raw = await RawHttp.ConnectAsync(server.Url);
        await raw.RequestAsync("GET", "/echo/ws", null, [.. usual.Where(header => header.Name != name), (name, value)]);
        return await Call.AnswerAsync(raw, "GET");
    }

    private static string OneLine(string value) => value.Replace('\r', ' ').Replace('\n', ' ');
}
