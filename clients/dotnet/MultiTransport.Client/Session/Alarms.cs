namespace MultiTransport.Client;

/// <summary>All timers of a session; they end together.</summary>
internal sealed class Alarms(TimeProvider time, Turn turn) : IDisposable
{
    private readonly HashSet<Alarm> _all = [];

    public TimeProvider Time { get; } = time;

    public bool IsOver { get; private set; }

    public Alarm New(Action work)
    {
        var alarm = new Alarm(this, work);
        _all.Add(alarm);
        return alarm;
    }

    /// <summary>Something that happens once; dispose it to call it off.</summary>
    public Alarm After(TimeSpan after, Action work)
    {
        Alarm? alarm = null;
        alarm = New(() =>
        {
            alarm!.Dispose();
            work();
        });
        alarm.Set(after);
        return alarm;
    }

    public void Dispose()
    {
        IsOver = true;
        foreach (var alarm in _all.ToArray())
        {
            alarm.Dispose();
        }
    }

    internal void Remove(Alarm alarm) => _all.Remove(alarm);

    internal ITimer NewTimer(Alarm alarm, TimeSpan after)
    {
        // A timer keeps the context it was made in, and with it whatever the caller of a send had there, for the life of the session.
        if (ExecutionContext.IsFlowSuppressed())
        {
            return Time.CreateTimer(Ring, alarm, after, Timeout.InfiniteTimeSpan);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return Time.CreateTimer(Ring, alarm, after, Timeout.InfiniteTimeSpan);
        }
    }

    private void Ring(object? alarm) => turn.Run(((Alarm)alarm!).Ring);
}
