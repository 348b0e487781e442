namespace MultiTransport.Testing;

/// <summary>A fault that stands between a request and its answer, and may change, hold, repeat or replace either.</summary>
public abstract record RequestFault : Fault
{
    /// <summary>The requests it meets; the others pass. <see cref="Requests"/> has the usual ones.</summary>
    public Func<ProxiedRequest, bool> Where { get; init; } = Requests.All;

    /// <summary>Of those, the ones it meets by their content, which is read to its end first.</summary>
    public Func<byte[], bool>? WhereContent { get; init; }

    internal async Task<Answer> RunAsync(Exchange exchange, Func<Task<Answer>> next) =>
        Where(exchange.Request) && (WhereContent is null || WhereContent(await exchange.BufferAsync().ConfigureAwait(false)))
            ? await HandleAsync(exchange, next).ConfigureAwait(false)
            : await next().ConfigureAwait(false);

    internal abstract Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next);
}
