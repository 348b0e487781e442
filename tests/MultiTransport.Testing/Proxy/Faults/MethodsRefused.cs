namespace MultiTransport.Testing;

/// <summary>
/// Only some methods pass, by default GET and POST; OPTIONS does not, so no preflight is ever answered: nginx' <c>limit_except</c> (403), firewalls (405),
/// lighttpd (501 to methods it does not know).
/// </summary>
/// <param name="Status">What the others get.</param>
public sealed record MethodsRefused(int Status = 403) : RequestFault
{
    public IReadOnlyList<string> Allowed { get; init; } = ["GET", "POST"];

    internal override Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next) =>
        Allowed.Contains(exchange.Request.Method) ? next() : Task.FromResult(Answer.Html(Status));
}
