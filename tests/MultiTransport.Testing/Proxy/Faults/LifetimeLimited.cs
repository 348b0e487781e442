namespace MultiTransport.Testing;

/// <summary>
/// No request takes longer than this, traffic or not, and its connection dies with it, upgraded or held: 30 s by default on Google's balancer,
/// 15 min on Traffic Server, 2 h on AWS' gateway. What is answered sooner never notices.
/// </summary>
/// <param name="Most">Counted from the head of the request.</param>
/// <param name="Kind">How it dies.</param>
public sealed record LifetimeLimited(TimeSpan Most, CutKind Kind = CutKind.Finish) : RequestFault
{
    internal override Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        exchange.Keep(exchange.Time.CreateTimer(_ => exchange.Connection.Cut(Kind), null, Most, Timeout.InfiniteTimeSpan));
        return next();
    }
}
