namespace MultiTransport.Testing;

/// <summary>
/// The client goes away and the server never hears of it: its answer is taken to the end, "successfully", and thrown away. HAProxy by default, Varnish,
/// lighttpd, tinyproxy, e2guardian, ziproxy.
/// </summary>
public sealed record AbortNotPropagated : RequestFault
{
    public AbortNotPropagated() => Where = Requests.NoUpgrade;

    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        var shot = await exchange.ShootAsync().ConfigureAwait(false);
        await shot.Sent.ConfigureAwait(false);
        exchange.WasSent();
        return (await shot.Answer.WaitAsync(exchange.Token).ConfigureAwait(false)).Give();
    }
}
