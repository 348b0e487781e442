namespace MultiTransport;

/// <summary>The bytes that all sessions of the process may hold together in logs and inboxes, and what is being received.</summary>
internal sealed class ByteBudget(long limit)
{
    private long _used;

    public long Limit { get; } = limit;

    public long Used => Volatile.Read(ref _used);

    /// <summary>Detached sessions are to be shed, and no more are opened: those that are attached keep the rest for themselves.</summary>
    public bool IsOver => Used > Limit;

    /// <summary>Shedding did not help: logs take no more until something is freed.</summary>
    public bool IsExhausted => Used > Limit + (Limit / 4);

    public void Rent(int bytes) => Interlocked.Add(ref _used, bytes);

    public void Return(int bytes) => Interlocked.Add(ref _used, -bytes);
}
