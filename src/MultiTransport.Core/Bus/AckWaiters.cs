namespace MultiTransport;

/// <summary>Those who wait until a number is reached by a cursor that only grows; guarded by the session's lock.</summary>
internal sealed class AckWaiters
{
    private readonly List<(long Number, TaskCompletionSource Source)> _waiters = [];

    public Task Add(long number)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiters.Add((number, source));
        return source.Task;
    }

    public void Reach(long number)
    {
        for (var i = _waiters.Count - 1; i >= 0; i--)
        {
            if (_waiters[i].Number <= number)
            {
                _waiters[i].Source.TrySetResult();
                _waiters.RemoveAt(i);
            }
        }
    }

    /// <summary>These numbers are lost: they are never reached.</summary>
    public void Drop(long from, long to)
    {
        for (var i = _waiters.Count - 1; i >= 0; i--)
        {
            if (_waiters[i].Number is var number && number >= from && number <= to)
            {
                _waiters[i].Source.TrySetException(new MessageDroppedException(number));
                _waiters.RemoveAt(i);
            }
        }
    }

    public void FailAll(Exception reason)
    {
        foreach (var (_, source) in _waiters)
        {
            source.TrySetException(reason);
        }

        _waiters.Clear();
    }
}
