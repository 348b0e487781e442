namespace MultiTransport.Testing;

/// <summary>
/// A request whose connection died before an answer is sent again, and only that answer is seen: Chromium does it to every method on a kept connection,
/// so do nginx with <c>non_idempotent</c> and HAProxy with <c>retry-on all-retryable-errors</c>.
/// </summary>
public sealed record ReplayedAfterDeath : RequestFault
{
    public ReplayedAfterDeath() => Where = Requests.NoUpgrade;

    /// <summary>When the proxy itself lets the first connection die; null leaves that to the server.</summary>
    public ReplayMoment? Dies { get; init; }

    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        var first = await exchange.ShootAsync().ConfigureAwait(false);
        try
        {
            if (Dies is { } moment)
            {
                Task due = moment switch
                {
                    ReplayMoment.AfterResponseHead => first.Answer,
                    ReplayMoment.AfterResponse => first.Over,
                    _ => first.Sent,
                };
                await due.WaitAsync(exchange.Token).ConfigureAwait(false);
                first.Reset();
                return await next().ConfigureAwait(false);
            }

            return (await first.Answer.WaitAsync(exchange.Token).ConfigureAwait(false)).Give();
        }
        catch (CutException) when (first.Answer.IsFaulted)
        {
            return await next().ConfigureAwait(false);
        }
    }
}
