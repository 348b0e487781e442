namespace MultiTransport.Testing;

/// <summary>
/// A clock that stands still until a test moves it. The monotonic timestamp, the timers and the wall clock are three things:
/// <see cref="Advance"/> moves all of them, <see cref="SetUtcNow"/> only the wall clock, as an operator or NTP does.
/// </summary>
/// <remarks>
/// The timestamp runs at 40 MHz from a start that is not zero: code that takes it for ticks, milliseconds or nanoseconds is wrong by a
/// factor that shows. Four counts to a tick make <see cref="TimeProvider.GetElapsedTime(long,long)"/> exact (0.25 is a binary fraction), so that
/// "after exactly 15 s" can be tested.
/// </remarks>
public sealed class ManualTimeProvider : TimeProvider
{
    private const long CountsPerTick = 4;
    private const long FirstTimestamp = 777_777_777;

    private readonly Lock _gate = new();
    private readonly Lock _advancing = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(Func<bool> Until, TaskCompletionSource Done)> _waiters = [];
    private TimeSpan _elapsed;
    private DateTimeOffset _utcNow;
    private long _order;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public ManualTimeProvider(DateTimeOffset start) => _utcNow = start.ToUniversalTime();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond * CountsPerTick;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Monotonic time since the clock was made.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_gate)
            {
                return _elapsed;
            }
        }
    }

    /// <summary>Timers that will fire some day.</summary>
    public int ActiveTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    /// <summary>How far the clock must move for the next timer; null when there is none.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (_gate)
            {
                return Earliest() is { } timer ? timer.Due - _elapsed : null;
            }
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return FirstTimestamp + (_elapsed.Ticks * CountsPerTick);
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _utcNow;
        }
    }

    /// <summary>Sets the wall clock, forwards or back. No timer fires and no timestamp moves.</summary>
    public void SetUtcNow(DateTimeOffset value)
    {
        lock (_gate)
        {
            _utcNow = value.ToUniversalTime();
        }
    }

    /// <summary>
    /// Moves the clock and fires what became due, in order of time (then of arming), on this thread and before it returns.
    /// Each callback sees the clock at its own due time; what it arms inside the span fires too.
    /// </summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_advancing)
        {
            var target = Elapsed + by;
            while (TakeDue(target) is { } timer)
            {
                timer.Fire();
            }

            lock (_gate)
            {
                MoveTo(target);
            }
        }
    }

    /// <summary>Moves the clock exactly to the next timer and fires it; false when there is none.</summary>
    public bool AdvanceToNextTimer()
    {
        if (NextDue is not { } by)
        {
            return false;
        }

        Advance(by < TimeSpan.Zero ? TimeSpan.Zero : by);
        return true;
    }

    /// <summary>Completes when at least this many timers are armed: the signal to wait for before <see cref="Advance"/>.</summary>
    public Task WhenTimersAsync(int atLeast) => WhenAsync(() => _timers.Count >= atLeast);

    /// <summary>Completes when some timer is due after exactly this span from now.</summary>
    public Task WhenTimerDueInAsync(TimeSpan span) => WhenAsync(() => _timers.Exists(timer => timer.Due - _elapsed == span));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal bool Arm(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            if (timer.Disposed)
            {
                return false;
            }

            _timers.Remove(timer);
            timer.Period = period > TimeSpan.Zero ? period : null;
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            timer.Due = _elapsed + dueTime;
            timer.Order = ++_order;
            if (dueTime > TimeSpan.Zero)
            {
                _timers.Add(timer);
                Tell();
                return true;
            }

            Rearm(timer);
        }

        // A real timer that is due at once fires on the pool, never inside the call that armed it.
        ThreadPool.UnsafeQueueUserWorkItem(static due => due.Fire(), timer, preferLocal: false);
        return true;
    }

    internal void Disarm(ManualTimer timer)
    {
        lock (_gate)
        {
            timer.Disposed = true;
            _timers.Remove(timer);
        }
    }

    private ManualTimer? TakeDue(TimeSpan target)
    {
        lock (_gate)
        {
            if (Earliest() is not { } timer || timer.Due > target)
            {
                return null;
            }

            MoveTo(timer.Due);
            _timers.Remove(timer);
            Rearm(timer);
            return timer;
        }
    }

    private void Rearm(ManualTimer timer)
    {
        if (timer.Period is { } period)
        {
            timer.Due += period;
            timer.Order = ++_order;
            _timers.Add(timer);
            Tell();
        }
    }

    private void MoveTo(TimeSpan target)
    {
        if (target > _elapsed)
        {
            _utcNow += target - _elapsed;
            _elapsed = target;
        }
    }

    private ManualTimer? Earliest() => _timers.MinBy(timer => (timer.Due, timer.Order));

    private Task WhenAsync(Func<bool> until)
    {
        lock (_gate)
        {
            if (until())
            {
                return Task.CompletedTask;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((until, done));
            return done.Task;
        }
    }

    private void Tell()
    {
        foreach (var (_, done) in _waiters.FindAll(waiter => waiter.Until()))
        {
            done.SetResult();
        }

        _waiters.RemoveAll(waiter => waiter.Done.Task.IsCompleted);
    }
}
