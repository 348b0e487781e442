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
        await exchange.BufferAsync().ConfigureAwait(false);
        if (Dies is { } moment)
        {
            await LetDieAsync(exchange.Shoot(), moment).WaitAsync(exchange.Token).ConfigureAwait(false);
            return await next().ConfigureAwait(false);
        }

        exchange.OutlivesClient = true; // else the death of the one would be the death of the other
        try
        {
            return await next().ConfigureAwait(false);
        }
        catch (CutException)
        {
            return await next().ConfigureAwait(false);
        }
    }

    private static async Task LetDieAsync(OriginShot shot, ReplayMoment moment)
    {
        Task due = moment switch
        {
            ReplayMoment.AfterResponseHead => shot.Answer,
            ReplayMoment.AfterResponse => shot.Over,
            _ => shot.Sent,
        };
        await Task.WhenAny(due).ConfigureAwait(false);
        shot.Reset();
    }
}
