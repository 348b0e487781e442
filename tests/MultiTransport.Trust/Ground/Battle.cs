using System.Collections.Concurrent;
using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Ground;

/// <summary>One run of one attack: whom it meets, how far it may go, and what came of it.</summary>
internal sealed class Battle(AttackedServer server, Effort effort) : IDisposable
{
    private const int MostFaults = 50;

    private readonly CancellationTokenSource _over = new(effort.Time);
    private readonly ConcurrentQueue<string> _faults = new();
    private int _tried;

    public AttackedServer Server => server;

    public Effort Effort => effort;

    public Tally Answers { get; } = new();

    /// <summary>What the server should not have done; empty where the attack changed nothing.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public int Tried => Math.Min(_tried, effort.Count);

    /// <summary>Set when the time is over.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Whether another try may begin; counts it.</summary>
    public bool Begins() => !_over.IsCancellationRequested && Count();

    public void Fault(string what)
    {
        if (_faults.Count < MostFaults)
        {
            _faults.Enqueue(what);
        }
    }

    /// <summary>Tries again and again, on several lanes at once, each with a chance of its own.</summary>
    public Task RunAsync(int lanes, Func<Random, Task> tryOnce) => Task.WhenAll(Enumerable.Range(0, lanes).Select(lane => Task.Run(async () =>
    {
        var random = new Random(unchecked(effort.Seed * 1_000_003 + lane));
        while (Begins())
        {
            await tryOnce(random);
        }
    })));

    /// <summary>Waits until the time is over; at once where that many tries were all.</summary>
    public async Task LastAsync()
    {
        try
        {
            await Task.Delay(Timeout.Infinite, Over);
        }
        catch (OperationCanceledException)
        {
            // the time is over
        }
    }

    public void Dispose() => _over.Dispose();

    private bool Count()
    {
        if (Interlocked.Increment(ref _tried) <= effort.Count)
        {
            return true;
        }

        Interlocked.Decrement(ref _tried);
        return false;
    }
}
