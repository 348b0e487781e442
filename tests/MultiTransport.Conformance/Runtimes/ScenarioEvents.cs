namespace MultiTransport.Conformance.Runtimes;

/// <summary>Every event of one client in order, and a way to wait for one, past or to come.</summary>
internal sealed class ScenarioEvents
{
    private readonly Lock _gate = new();
    private readonly List<ScenarioEvent> _events = [];
    private readonly List<(Func<ScenarioEvent, bool> Wanted, TaskCompletionSource<ScenarioEvent> Found)> _waiters = [];
    private Exception? _lost;

    /// <summary>All but the messages.</summary>
    public IReadOnlyList<ScenarioEvent> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    public IReadOnlyList<ScenarioEvent> Named(string name) => [.. All.Where(one => one.Name == name)];

    /// <summary>The first that fits, past or to come; <paramref name="after"/> leaves that many of the first ones out.</summary>
    public Task<ScenarioEvent> WhenAsync(Func<ScenarioEvent, bool> wanted, int after = 0)
    {
        lock (_gate)
        {
            if (_events.Skip(after).FirstOrDefault(wanted) is { } there)
            {
                return Task.FromResult(there);
            }

            var found = new TaskCompletionSource<ScenarioEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_lost is not null)
            {
                found.SetException(_lost);
            }

            _waiters.Add((wanted, found));
            return found.Task;
        }
    }

    public void Add(ScenarioEvent one)
    {
        lock (_gate)
        {
            _events.Add(one);
            foreach (var (_, found) in _waiters.FindAll(waiter => waiter.Wanted(one)))
            {
                found.TrySetResult(one);
            }

            _waiters.RemoveAll(static waiter => waiter.Found.Task.IsCompleted);
        }
    }

    /// <summary>The runtime is gone: nothing will come any more.</summary>
    public void Lose(Exception why)
    {
        lock (_gate)
        {
            _lost = why;
            _waiters.ForEach(waiter => waiter.Found.TrySetException(why));
        }
    }

    public override string ToString() => string.Join(Environment.NewLine, All);
}
