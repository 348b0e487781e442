using System.Text;

namespace MultiTransport.Testing;

/// <summary>
/// The proxy answers in the server's place, as a page for people: 502, 503 and 504 of balancers, 408, 413, 414 and 431 of limits, 403 of a firewall,
/// 407 of a company's proxy. With <see cref="ForwardsFirst"/> the server has handled the request all the same (a gateway that gave up on the answer).
/// </summary>
/// <param name="Status">What the client sees.</param>
public sealed record AnsweredInstead(int Status) : RequestFault
{
    /// <summary>The body; null is a page that names the status, "" none.</summary>
    public string? Body { get; init; }

    public string ContentType { get; init; } = "text/html";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>True sends the request to the server, waits for its whole answer, and throws that away.</summary>
    public bool ForwardsFirst { get; init; }

    /// <summary>Waited before the answer (Caddy gives 200 without a body to a handshake after its timeout).</summary>
    public TimeSpan After { get; init; }

    /// <summary>True ends the connection with the answer.</summary>
    public bool Closes { get; init; }

    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        if (ForwardsFirst)
        {
            var answer = await next().ConfigureAwait(false);
            if (!answer.IsUpgrade)
            {
                await Bodies.DiscardAsync(answer.Body, exchange.Token).ConfigureAwait(false);
            }
        }

        if (After > TimeSpan.Zero)
        {
            await Task.Delay(After, exchange.Time, exchange.Token).ConfigureAwait(false);
        }

        (string Name, string Value)[] headers = [.. Headers, .. Closes ? [("Connection", "close")] : Array.Empty<(string, string)>()];
        return Body is null ? Answer.Html(Status, headers) : Answer.Of(Status, ContentType, Encoding.UTF8.GetBytes(Body), headers);
    }
}
