namespace MultiTransport.Testing;

/// <summary>
/// Everything gets the portal's page, as 200 or by a redirect to another site, and the server nothing: a hotel, a train, an expired voucher.
/// </summary>
public sealed record CaptivePortal : RequestFault
{
    /// <summary>Answers 302 to here; null answers 200.</summary>
    public Uri? RedirectsTo { get; init; }

    public string Page { get; init; } = "<html><head><title>Welcome</title></head><body>Please log in.</body></html>";

    internal override Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next) => Task.FromResult(
        RedirectsTo is { } site
            ? Answer.Html(302, ("Location", site.AbsoluteUri), ("Cache-Control", "no-cache"))
            : Answer.Of(200, "text/html; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(Page)));
}
