namespace MultiTransport.Load;

/// <summary>The headers that a kind of client sends with every request, Host apart: written down once from what curl and Chromium really send.</summary>
internal sealed record HeaderSet(string Name, string Fetch, string EventSource, string WebSocket)
{
    private const string ChromiumAgent =
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36\r\n";

    private const string ChromiumHints =
        "sec-ch-ua-platform: \"Linux\"\r\n" + ChromiumAgent
        + "sec-ch-ua: \"Chromium\";v=\"156\", \"Not.A/Brand\";v=\"24\"\r\nsec-ch-ua-mobile: ?0\r\n";

    private const string ChromiumSameOrigin =
        "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\nReferer: http://{host}/\r\n"
        + "Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-US,en;q=0.9\r\n";

    private const string Handshake =
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    /// <summary>Nothing that is not needed.</summary>
    public static readonly HeaderSet Minimal = new("minimal", "", "Accept: text/event-stream\r\n", Handshake);

    /// <summary>curl 8 with <c>-H 'Content-Type: text/plain'</c> where there is a body.</summary>
    public static readonly HeaderSet Curl = new(
        "curl",
        "User-Agent: curl/8.14.1\r\nAccept: */*\r\n",
        "User-Agent: curl/8.14.1\r\nAccept: text/event-stream\r\n",
        "User-Agent: curl/8.14.1\r\n" + Handshake);

    /// <summary>Chromium 156 on a page of the same origin.</summary>
    public static readonly HeaderSet Chromium = new(
        "chromium",
        "Connection: keep-alive\r\n" + ChromiumHints + "Accept: */*\r\nOrigin: http://{host}\r\n" + ChromiumSameOrigin,
        "Connection: keep-alive\r\n" + ChromiumHints + "Accept: text/event-stream\r\nCache-Control: no-cache\r\n" + ChromiumSameOrigin,
        "Pragma: no-cache\r\nCache-Control: no-cache\r\n" + ChromiumAgent + "Origin: http://{host}\r\n"
        + "Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-US,en;q=0.9\r\n" + Handshake);

    public static readonly HeaderSet[] All = [Minimal, Curl, Chromium];

    /// <summary>The value of the Cookie header, empty for none.</summary>
    public string Cookie { get; init; } = "";

    /// <summary>The value of the Authorization header, empty for none. A browser's WebSocket and EventSource cannot send one.</summary>
    public string Authorization { get; init; } = "";

    /// <summary>The same headers with that many bytes of cookies, shaped like a session, an id and a preference.</summary>
    public HeaderSet WithCookies(int bytes) => bytes == 0 ? this with { Cookie = "" } : this with { Cookie = Cookies(bytes) };

    /// <summary>Whole lines, Host first.</summary>
    public string For(RequestKind kind, string host)
    {
        var lines = kind switch
        {
            RequestKind.EventSource => EventSource,
            RequestKind.WebSocket => WebSocket,
            _ => Fetch,
        };
        var cookie = Cookie.Length > 0 ? $"Cookie: {Cookie}\r\n" : "";
        var authorization = Authorization.Length > 0 ? $"Authorization: {Authorization}\r\n" : "";
        return $"Host: {host}\r\n{lines.Replace("{host}", host, StringComparison.Ordinal)}{authorization}{cookie}";
    }

    private static string Cookies(int bytes)
    {
        const string Start = "theme=dark; visitor=3f6c1a9e5b7d4c21; session=";
        return bytes <= Start.Length ? new string('c', bytes) : Start + new string('x', bytes - Start.Length);
    }
}
