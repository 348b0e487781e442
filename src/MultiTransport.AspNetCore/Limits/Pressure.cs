namespace MultiTransport.AspNetCore;

/// <summary>
/// Tells from the shared sweep whether the process still comes to what it should do: a step that is overdue means that threads are short, and then a
/// new session would be paid for by those that are open.
/// </summary>
internal sealed class Pressure(TimeSpan interval, TimeSpan maxDelay, TimeProvider time)
{
    private long _steppedAt = time.GetTimestamp();
    private bool _wasLate;
    private bool _isWatching;

    /// <summary>Whether the sweep is overdue, or its last step was.</summary>
    public bool IsOn => Volatile.Read(ref _isWatching) && (Volatile.Read(ref _wasLate) || IsLate(time.GetTimestamp()));

    /// <summary>The sweep begins; before, nothing is overdue.</summary>
    public void Begin()
    {
        Volatile.Write(ref _steppedAt, time.GetTimestamp());
        Volatile.Write(ref _isWatching, true);
    }

    /// <summary>A step of the sweep; true where pressure began or ended with it.</summary>
    public bool Step()
    {
        var now = time.GetTimestamp();
        var isLate = IsLate(now);
        var changed = isLate != _wasLate;
        Volatile.Write(ref _wasLate, isLate);
        Volatile.Write(ref _steppedAt, now);
        return changed;
    }

    private bool IsLate(long now) => time.GetElapsedTime(Volatile.Read(ref _steppedAt), now) > interval + maxDelay;
}
