using System.Collections.Concurrent;

namespace MultiTransport.Testing;

/// <summary>A request waits until the one before it for the same URL was answered, even by another client: Varnish does so to polls it may not store.</summary>
public sealed record SameUrlSerialized : RequestFault
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new();

    public SameUrlSerialized() => Where = request => Requests.Get(request) && Requests.NoUpgrade(request);

    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        var turn = _turns.GetOrAdd(exchange.Request.Target, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(exchange.Token).ConfigureAwait(false);
        exchange.Keep(new Turn(turn));
        return await next().ConfigureAwait(false);
    }

    private sealed class Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
