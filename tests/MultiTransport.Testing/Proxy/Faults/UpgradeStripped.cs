namespace MultiTransport.Testing;

/// <summary>
/// The upgrade does not reach the server, which answers 426: nginx before 1.29.7 by default, Varnish, lighttpd, h2o, Squid when it looks into TLS;
/// with <see cref="StrippedHeaders.ConnectionToken"/> e2guardian and ziproxy, with <see cref="StrippedHeaders.Everything"/> ad blockers on phones.
/// </summary>
public sealed record UpgradeStripped : RequestFault
{
    public StrippedHeaders What { get; init; } = StrippedHeaders.UpgradeAndToken;

    internal override Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        exchange.Head = exchange.Head.With(Strip);
        return next();
    }

    private KeyValuePair<string, string>? Strip(KeyValuePair<string, string> header)
    {
        if (header.Key.Equals("Connection", StringComparison.OrdinalIgnoreCase))
        {
            var left = header.Value.Split(',', StringSplitOptions.TrimEntries).Where(token => !token.Equals("Upgrade", StringComparison.OrdinalIgnoreCase)).ToList();
            return What == StrippedHeaders.UpgradeOnly ? header : left.Count == 0 ? null : KeyValuePair.Create(header.Key, string.Join(", ", left));
        }

        var goes = header.Key.Equals("Upgrade", StringComparison.OrdinalIgnoreCase)
            ? What != StrippedHeaders.ConnectionToken
            : What == StrippedHeaders.Everything && header.Key.StartsWith("Sec-WebSocket-", StringComparison.OrdinalIgnoreCase);
        return goes ? null : header;
    }
}
