namespace MultiTransport.Chaos.Host;

/// <summary>Blocks every thread of the pool for a time, and measures how long a piece of work then waited for one.</summary>
internal static class Starvation
{
    /// <summary>More than the pool has, so that it is short even while it adds threads.</summary>
    private const int Extra = 16;

    public static Task<TimeSpan> RunAsync(TimeSpan time)
    {
        var done = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var i = ThreadPool.ThreadCount + Extra; i > 0; i--)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static until => Thread.Sleep(until), time, preferLocal: false); // real blocking is the fault
        }

        var start = TimeProvider.System.GetTimestamp();
        ThreadPool.UnsafeQueueUserWorkItem(_ => done.SetResult(TimeProvider.System.GetElapsedTime(start)), null);
        return done.Task;
    }
}
