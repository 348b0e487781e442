namespace MultiTransport;

/// <summary>What all sessions of one mapped endpoint have in common.</summary>
internal sealed class SessionEndpoint(
    string name, SessionOptions options, ByteBudget budget, TimeProvider time, ISessionObserver observer, Func<MessageHandler> handlers)
{
    /// <summary>The mapped pattern; sessions are bound to it.</summary>
    public string Name { get; } = name;

    public SessionOptions Options { get; } = options;

    public ByteBudget Budget { get; } = budget;

    public TimeProvider Time { get; } = time;

    public ISessionObserver Observer { get; } = observer;

    /// <summary>The topics that its clients may speak of; null where they may not.</summary>
    public TopicTable? Topics { get; init; }

    /// <summary>How many sessions it has. The census counts, under its own gate.</summary>
    public int Count { get; set; }

    /// <summary>Runs what must not hold up its caller: on the thread pool.</summary>
    public Action<Action> Elsewhere { get; init; } = static work => ThreadPool.UnsafeQueueUserWorkItem(static work => work(), work, preferLocal: false);

    public MessageHandler CreateHandler() => handlers();

    /// <summary>A span as a difference of <see cref="TimeProvider.GetTimestamp"/> values.</summary>
    public long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Time.TimestampFrequency);
}
