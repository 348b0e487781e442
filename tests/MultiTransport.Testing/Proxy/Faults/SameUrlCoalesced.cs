namespace MultiTransport.Testing;

/// <summary>
/// Requests for a URL that is being answered already get that answer, from its beginning: two clients of Varnish read one and the same event stream.
/// The server sees one request.
/// </summary>
public sealed record SameUrlCoalesced : RequestFault
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<RecordedAnswer>> _open = [];

    public SameUrlCoalesced() => Where = request => Requests.Get(request) && Requests.NoUpgrade(request);

    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        await exchange.BufferAsync().ConfigureAwait(false);
        Task<RecordedAnswer>? coming;
        lock (_gate)
        {
            if (!_open.TryGetValue(exchange.Request.Target, out coming) || coming is { IsFaulted: true } or { IsCanceled: true } or { IsCompletedSuccessfully: true, Result.Over.IsCompleted: true })
            {
                exchange.OutlivesClient = true;
                _open[exchange.Request.Target] = coming = RecordAsync(exchange, next);
            }
        }

        return (await coming.WaitAsync(exchange.Token).ConfigureAwait(false)).Give();
    }

    private static async Task<RecordedAnswer> RecordAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        await Task.Yield();
        var answer = new RecordedAnswer(await next().ConfigureAwait(false));
        exchange.Proxy.Track(answer.RecordAsync(exchange.Proxy.Life));
        return answer;
    }
}
