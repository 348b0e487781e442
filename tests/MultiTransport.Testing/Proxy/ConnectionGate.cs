namespace MultiTransport.Testing;

/// <summary>How many connections there may be at once.</summary>
internal sealed class ConnectionGate
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int? _limit;
    private int _open;

    public int? Limit
    {
        get
        {
            lock (_gate)
            {
                return _limit;
            }
        }

        set
        {
            lock (_gate)
            {
                _limit = value;
                Tell();
            }
        }
    }

    public void Enter()
    {
        lock (_gate)
        {
            _open++;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            _open--;
            Tell();
        }
    }

    /// <summary>Waits until there is room.</summary>
    public async Task WaitAsync()
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_limit is not { } limit || _open < limit)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.ConfigureAwait(false);
        }
    }

    private void Tell()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
