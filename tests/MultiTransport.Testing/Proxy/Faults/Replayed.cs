namespace MultiTransport.Testing;

/// <summary>
/// A request reaches the server twice, on two connections: browsers and proxies do it (Chromium when a kept connection dies, HAProxy with
/// <c>retry-on</c>, nginx with <c>non_idempotent</c>). See <see cref="ReplayPlan"/> for when, and whose answer the client gets.
/// </summary>
public sealed record Replayed : RequestFault
{
    private readonly ReplayPlan _plan;

    public Replayed(ReplayPlan? plan = null)
    {
        _plan = plan ?? new ReplayPlan();
        Where = request => Requests.NoUpgrade(request) && _plan.Where(request);
    }

    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        await exchange.BufferAsync().ConfigureAwait(false);
        return await (_plan.Answer == ReplayAnswer.Copy ? CopyAsync(exchange, next) : OriginalAsync(exchange, next)).ConfigureAwait(false);
    }

    private async Task<Answer> OriginalAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        var coming = next();
        if (_plan.Moment == ReplayMoment.Together)
        {
            await Task.WhenAny(exchange.Sent, coming).ConfigureAwait(false);
            exchange.Shoot();
        }

        var answer = await coming.ConfigureAwait(false);
        if (_plan.Moment == ReplayMoment.AfterResponseHead)
        {
            exchange.Shoot();
        }

        return _plan.Moment == ReplayMoment.AfterResponse ? answer with { Body = new Followed(answer.Body, () => exchange.Shoot()) } : answer;
    }

    // The one whose answer nobody gets goes by the other connection.
    private async Task<Answer> CopyAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        var original = exchange.Shoot();
        var due = _plan.Moment switch
        {
            ReplayMoment.AfterResponseHead => original.Answer,
            ReplayMoment.AfterResponse => original.Over,
            _ => original.Sent,
        };
        await Task.WhenAny(due, Task.Delay(Timeout.InfiniteTimeSpan, exchange.Time, exchange.Token)).ConfigureAwait(false);
        return await next().ConfigureAwait(false);
    }

    private sealed class Followed(IBody body, Action then) : IBody
    {
        private Action? _then = then;

        public async ValueTask<BodyPiece?> ReadAsync(CancellationToken token)
        {
            var piece = await body.ReadAsync(token).ConfigureAwait(false);
            if (piece is null)
            {
                Interlocked.Exchange(ref _then, null)?.Invoke();
            }

            return piece;
        }
    }
}
