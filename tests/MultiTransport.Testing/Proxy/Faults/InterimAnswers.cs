namespace MultiTransport.Testing;

/// <summary>
/// Answers that are none yet come before the real one: 102 of a gateway that has to wait, 103 with early hints. A client passes over all of them.
/// A 100 that nobody asked for is left out: the fetch of Node 20 takes it for a broken answer, and no client can help that.
/// </summary>
public sealed record InterimAnswers : RequestFault
{
    public InterimAnswers() => Where = Requests.NoUpgrade;

    public IReadOnlyList<int> Statuses { get; init; } = [102, 103, 103];

    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        foreach (var status in Statuses)
        {
            var head = new HttpHead($"HTTP/1.1 {status} Interim", []);
            await exchange.InterimAsync(status == 103 ? head.WithHeader("Link", "</style.css>; rel=preload; as=style") : head).ConfigureAwait(false);
        }

        return await next().ConfigureAwait(false);
    }
}
