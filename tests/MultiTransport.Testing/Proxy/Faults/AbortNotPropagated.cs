namespace MultiTransport.Testing;

/// <summary>
/// The client goes away and the server never hears of it: its answer is taken to the end, "successfully", and thrown away. HAProxy by default, Varnish,
/// lighttpd, tinyproxy, e2guardian, ziproxy.
/// </summary>
public sealed record AbortNotPropagated : RequestFault
{
    public AbortNotPropagated() => Where = Requests.NoUpgrade;

    internal override Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        exchange.OutlivesClient = true;
        return next();
    }
}
