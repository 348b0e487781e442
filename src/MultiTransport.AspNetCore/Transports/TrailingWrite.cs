namespace MultiTransport.AspNetCore;

/// <summary>
/// The small write that follows a batch, where the network keeps the newest write back until the next one. It has a timer only once it is first needed,
/// which on most networks is never.
/// </summary>
internal sealed class TrailingWrite(Session session, Connection connection, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan After = TimeSpan.FromMilliseconds(50);

    private ITimer? _timer;

    /// <summary>A batch was written: unless another one follows in time, the small write does.</summary>
    public void Await()
    {
        _timer ??= time.CreateTimer(static state => ((TrailingWrite)state!).Write(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(After, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer?.Dispose();

    private void Write() => session.Trail(connection);
}
