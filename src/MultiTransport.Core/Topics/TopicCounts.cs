namespace MultiTransport;

/// <summary>What topics did since the process began, for metrics.</summary>
internal sealed class TopicCounts
{
    private long _subscriptions;
    private long _replaying;
    private long _published;
    private long _delivered;
    private long _gaps;

    /// <summary>Subscriptions that there are now.</summary>
    public long Subscriptions => Volatile.Read(ref _subscriptions);

    /// <summary>Subscriptions that read of a history at this moment.</summary>
    public long Replaying => Volatile.Read(ref _replaying);

    /// <summary>Messages that were published.</summary>
    public long PublishedMessages => Volatile.Read(ref _published);

    /// <summary>Copies of them that went to sessions.</summary>
    public long DeliveredMessages => Volatile.Read(ref _delivered);

    /// <summary>Gaps that subscribers were told of.</summary>
    public long Gaps => Volatile.Read(ref _gaps);

    public void Entered() => Interlocked.Increment(ref _subscriptions);

    public void Left() => Interlocked.Decrement(ref _subscriptions);

    public void ReplayBegan() => Interlocked.Increment(ref _replaying);

    public void ReplayEnded() => Interlocked.Decrement(ref _replaying);

    public void Published(int delivered)
    {
        Interlocked.Increment(ref _published);
        Delivered(delivered);
    }

    public void Delivered(int messages) => Interlocked.Add(ref _delivered, messages);

    public void Gap() => Interlocked.Increment(ref _gaps);
}
