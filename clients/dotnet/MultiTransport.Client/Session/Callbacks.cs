namespace MultiTransport.Client;

/// <summary>Runs the application's event handlers on the thread pool, one at a time and in order: never inside a turn.</summary>
internal sealed class Callbacks : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly Queue<Action> _waiting = new();
    private bool _running;

    public void Post(Action callback)
    {
        lock (_gate)
        {
            _waiting.Enqueue(callback);
            if (_running)
            {
                return;
            }

            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute()
    {
        while (true)
        {
            Action? next;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out next))
                {
                    _running = false;
                    return;
                }
            }

            try
            {
                next();
            }
            catch (Exception)
            {
                // the application's handlers are not this session's business
            }
        }
    }
}
