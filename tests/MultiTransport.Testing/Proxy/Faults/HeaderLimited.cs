namespace MultiTransport.Testing;

/// <summary>One header line may have so many bytes: 7 K pass and 8 K do not in nginx, Apache and Varnish (400), 32 K pass in Squid (431).</summary>
/// <param name="Most">The longest that passes, name and value.</param>
/// <param name="Status">What longer ones get.</param>
public sealed record HeaderLimited(int Most = 8 * 1024, int Status = 431) : RequestFault
{
    internal override Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next) =>
        exchange.Request.Head.Headers.All(header => header.Key.Length + header.Value.Length + 2 <= Most)
            ? next()
            : Task.FromResult(Answer.Html(Status, ("Connection", "close")));
}
