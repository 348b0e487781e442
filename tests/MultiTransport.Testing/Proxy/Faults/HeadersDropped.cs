namespace MultiTransport.Testing;

/// <summary>
/// Request headers do not arrive: those that no standard names, in gateways with a list of what they allow; <c>TE</c> in nginx, Squid, Varnish and most others;
/// <c>Last-Event-ID</c> in strict ones.
/// </summary>
public sealed record HeadersDropped : RequestFault
{
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Upgrade", "Content-Length", "Transfer-Encoding", "Content-Type", "Content-Encoding", "Accept", "Accept-Encoding", "Accept-Language",
        "User-Agent", "Origin", "Referer", "Cookie", "Authorization", "Cache-Control", "Pragma", "Expect", "If-None-Match", "If-Modified-Since", "Range",
        "Access-Control-Request-Method", "Access-Control-Request-Headers", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Protocol",
        "Sec-WebSocket-Extensions", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest",
    };

    /// <summary>The ones that go; none drops what no standard (and no browser) names.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    internal override Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        exchange.Head = exchange.Head.With(header => Goes(header.Key) ? null : header);
        return next();
    }

    private bool Goes(string name) => Names.Count == 0 ? !Known.Contains(name) : Names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
