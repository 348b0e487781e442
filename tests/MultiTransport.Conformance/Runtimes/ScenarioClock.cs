namespace MultiTransport.Conformance.Runtimes;

/// <summary>The system's clock, which can sleep as a laptop does (its timers are late then), and knows which timers are set.</summary>
internal sealed class ScenarioClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<SleepyTimer> _timers = [];
    private TimeSpan _slept;

    /// <summary>The timers that are set.</summary>
    public IReadOnlyList<string> Live
    {
        get
        {
            lock (_gate)
            {
                return [.. _timers.Where(static timer => timer.IsSet).Select(timer => $"timer due in {(timer.Due - Now).TotalMilliseconds:0} ms")];
            }
        }
    }

    private TimeSpan Now => System.GetElapsedTime(0) + _slept;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>So much time is over at once; what was due in it is due now, late.</summary>
    public void Sleep(TimeSpan time)
    {
        lock (_gate)
        {
            _slept += time;
            foreach (var timer in _timers)
            {
                timer.Rearm();
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _slept;

    public override long GetTimestamp() => Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            var timer = new SleepyTimer(this, callback, state);
            _timers.Add(timer);
            timer.Change(dueTime, period);
            return timer;
        }
    }

    private void Remove(SleepyTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class SleepyTimer : ITimer
    {
        private readonly ScenarioClock _clock;
        private readonly ITimer _inner;
        private TimeSpan _period;

        public SleepyTimer(ScenarioClock clock, TimerCallback callback, object? state)
        {
            _clock = clock;
            _inner = System.CreateTimer(
                _ =>
                {
                    IsSet = _period != Timeout.InfiniteTimeSpan && _period != TimeSpan.Zero;
                    Due = _clock.Now + _period;
                    callback(state);
                },
                null,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
        }

        public bool IsSet { get; private set; }

        public TimeSpan Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            IsSet = dueTime != Timeout.InfiniteTimeSpan;
            Due = _clock.Now + dueTime;
            _period = period;
            return _inner.Change(dueTime, period);
        }

        public void Rearm()
        {
            if (IsSet)
            {
                _inner.Change(Due > _clock.Now ? Due - _clock.Now : TimeSpan.Zero, _period);
            }
        }

        public void Dispose()
        {
            IsSet = false;
            _clock.Remove(this);
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
