namespace MultiTransport.Testing;

/// <summary>
/// Requests for a URL that is being answered already get that answer, from its beginning: two clients of Varnish read one and the same event stream.
/// The server sees one request.
/// </summary>
public sealed record SameUrlCoalesced : RequestFault
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OriginShot> _open = [];

    public SameUrlCoalesced() => Where = request => Requests.Get(request) && Requests.NoUpgrade(request);

    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        await exchange.BufferAsync().ConfigureAwait(false);
        OriginShot? shot;
        lock (_gate)
        {
            if (!_open.TryGetValue(exchange.Request.Target, out shot) || shot.IsOver)
            {
                _open[exchange.Request.Target] = shot = exchange.Shoot();
            }
        }

        return (await shot.Answer.WaitAsync(exchange.Token).ConfigureAwait(false)).Give();
    }
}
