namespace MultiTransport;

/// <summary>
/// Ends the sessions of a server that shuts down: those that can go at once first, in small batches with jitter, each when what it was sent is acknowledged
/// or its share of the time is over. So their clients come to the other nodes one after the other, and nobody is told later than the plan's timeout.
/// </summary>
internal sealed class SessionDrain : IDisposable
{
    private readonly DrainPlan _plan;
    private readonly TimeProvider _time;
    private readonly ISessionObserver _observer;
    private readonly Queue<Departure> _queue;
    private readonly List<Departure> _leaving = [];
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly long _start;
    private readonly ITimer _timer;
    private DrainReport _report;

    public SessionDrain(IEnumerable<Session> sessions, DrainPlan plan, TimeProvider time, ISessionObserver observer, Random random)
    {
        (_plan, _time, _observer) = (plan, time, observer);
        _start = time.GetTimestamp();
        _queue = new Queue<Departure>(InOrder([.. sessions], random));
        _observer.Draining(_queue.Count, plan.Timeout);
        _timer = time.CreateTimer(static state => ((SessionDrain)state!).Step(isOver: false), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Completes when all sessions have gone.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Takes the first step; the clock takes the others. <paramref name="hurry"/> ends everything at once.</summary>
    public async Task RunAsync(CancellationToken hurry)
    {
        Step(isOver: false);
        using var registration = hurry.UnsafeRegister(static state => ((SessionDrain)state!).Step(isOver: true), this);
        await Completion.ConfigureAwait(false);
    }

    public void Dispose() => _timer.Dispose();

    private void Step(bool isOver)
    {
        lock (_gate)
        {
            if (Completion.IsCompleted)
            {
                return;
            }

            var now = _time.GetElapsedTime(_start);
            isOver |= now >= _plan.Timeout;
            while (_queue.TryPeek(out var next) && (isOver || next.Turn <= now))
            {
                _leaving.Add(_queue.Dequeue());
                next.Session.AskForAck();
            }

            _leaving.RemoveAll(departure => HasGone(departure, isOver || now >= departure.CutAt));
            if (_leaving.Count == 0 && _queue.Count == 0)
            {
                _observer.Drained(_report with { Duration = now });
                _completion.SetResult();
                return;
            }

            _timer.Change(NextStep(now) - now, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan NextStep(TimeSpan now)
    {
        var next = now + DrainPlan.Step;
        next = next < _plan.Timeout ? next : _plan.Timeout;
        return _queue.TryPeek(out var waiting) && waiting.Turn < next ? waiting.Turn : next;
    }

    private bool HasGone(Departure departure, bool isTimeUp)
    {
        var outcome = departure.Session.TryLeave(departure, _plan.Timeout, isTimeUp);
        _report = _report.With(outcome);
        return outcome != DrainOutcome.Waiting;
    }

    /// <summary>The ready before the others, by chance among each other: clients that came together shall not go together.</summary>
    private IEnumerable<Departure> InOrder(Session[] sessions, Random random)
    {
        random.Shuffle(sessions);
        var away = sessions.Where(static session => session.IsAway).Select(session => new Departure(session, TimeSpan.Zero, _plan.Share));
        var present = sessions.Where(static session => !session.IsAway).OrderBy(static session => session.HasNothingUnacknowledged ? 0 : 1).ToArray();
        var turns = _plan.Turns(present.Length, random);
        return away.Concat(present.Select((session, i) => new Departure(session, turns[i], turns[i] + _plan.Share)));
    }
}
