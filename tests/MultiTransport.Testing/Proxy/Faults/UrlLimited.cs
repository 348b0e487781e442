namespace MultiTransport.Testing;

/// <summary>Path and query may have so many bytes: 7 K pass and 8 K do not in nginx, Apache (414), lighttpd (431) and Squid (400); others stop at 2 K or 4 K.</summary>
/// <param name="Most">The longest that passes.</param>
/// <param name="Status">What longer ones get.</param>
public sealed record UrlLimited(int Most = 8 * 1024, int Status = 414) : RequestFault
{
    internal override Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next) =>
        exchange.Request.Target.Length <= Most ? next() : Task.FromResult(Answer.Html(Status, ("Connection", "close")));
}
