namespace MultiTransport.Client;

/// <summary>One thing that happens later, inside a turn. It can be set again and again; only the last time counts.</summary>
internal sealed class Alarm(Alarms owner, Action work) : IDisposable
{
    private static readonly TimeSpan SleptAfter = TimeSpan.FromSeconds(2);

    private ITimer? _timer;
    private long? _due;
    private DateTimeOffset _dueByWall;

    public bool IsSet => _due is not null;

    /// <summary>Whether it last fired so late, by the clock that says more, that the machine must have slept: then nothing follows from the time that passed.</summary>
    public bool Overslept { get; private set; }

    public void Set(TimeSpan after)
    {
        if (owner.IsOver)
        {
            return;
        }

        after = after < TimeSpan.Zero ? TimeSpan.Zero : after;
        _due = owner.Time.GetTimestamp() + (long)(after.TotalSeconds * owner.Time.TimestampFrequency);
        _dueByWall = owner.Time.GetUtcNow() + after;
        Arm(after);
    }

    public void Clear()
    {
        if (_due is not null)
        {
            _due = null;
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _due = null;
        _timer?.Dispose();
        _timer = null;
        owner.Remove(this);
    }

    /// <summary>Rings, unless it was cleared or set to later while the timer was on its way here.</summary>
    internal void Ring()
    {
        if (_due is not { } due || owner.IsOver)
        {
            return;
        }

        var late = owner.Time.GetElapsedTime(due, owner.Time.GetTimestamp());
        if (late < TimeSpan.Zero)
        {
            Arm(-late);
            return;
        }

        var lateByWall = owner.Time.GetUtcNow() - _dueByWall;
        Overslept = late > SleptAfter || lateByWall > SleptAfter;
        _due = null;
        work();
    }

    private void Arm(TimeSpan after)
    {
        after = TimeSpan.FromMilliseconds(Math.Ceiling(after.TotalMilliseconds)); // real timers count whole milliseconds and would come early
        if (_timer is null)
        {
            _timer = owner.NewTimer(this, after);
        }
        else
        {
            _timer.Change(after, Timeout.InfiniteTimeSpan);
        }
    }
}
