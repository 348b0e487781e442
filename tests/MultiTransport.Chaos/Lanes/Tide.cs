namespace MultiTransport.Chaos.Lanes;

/// <summary>Holds all lanes and faults back for a moment, so that what the server holds can be compared with the moment before.</summary>
internal sealed class Tide
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private TaskCompletionSource _open = Completed();
    private TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the tide goes out: a reader that pauses goes on then.</summary>
    public Task Closing => Volatile.Read(ref _closing).Task;

    /// <summary>Waits a time, and then until the tide is in; false where it was stopped.</summary>
    public async Task<bool> PauseAsync(TimeSpan time, CancellationToken stop)
    {
        try
        {
            await Task.Delay(time, TimeProvider.System, stop); // real time is the point: faults must fall anywhere in the traffic
            await Volatile.Read(ref _open).Task.WaitAsync(stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>As long as that, but not through a quiet moment.</summary>
    public Task DawdleAsync(TimeSpan time) => Task.WhenAny(Task.Delay(time, TimeProvider.System), Closing);

    /// <summary>Holds back until all are quiet, or the patience ends; false then.</summary>
    public async Task<bool> EbbAsync(Func<bool> isQuiet, TimeSpan patience)
    {
        Volatile.Write(ref _open, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Volatile.Read(ref _closing).TrySetResult();
        var start = TimeProvider.System.GetTimestamp();
        while (!isQuiet())
        {
            if (TimeProvider.System.GetElapsedTime(start) > patience)
            {
                return false;
            }

            await Task.Delay(Look, TimeProvider.System);
        }

        return true;
    }

    public void Flood()
    {
        Volatile.Write(ref _closing, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Volatile.Read(ref _open).TrySetResult();
    }

    private static TaskCompletionSource Completed()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
