namespace MultiTransport;

/// <summary>Topics of the whole process.</summary>
public sealed class TopicOptions
{
    /// <summary>What topics there are, by name or prefix; the first rule that matches counts. Default: none. Then there are no topics.</summary>
    public IList<TopicRule> Rules { get; set; } = [];

    /// <summary>The most topics at a time. Default 100,000; range 1 to 10,000,000. Beyond it those without subscribers give way, the longest unused first; where there are none, new ones are <c>topic-limit</c>.</summary>
    public int MaxTopics { get; set; } = 100_000;

    /// <summary>The most bytes that all histories in memory hold together. Default 67,108,864; range 1,048,576 to 1,099,511,627,776. Beyond it the oldest messages of the longest unused topics go first.</summary>
    public long HistoryBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>The most subscriptions of one session. Default 128; range 1 to 10,000.</summary>
    public int MaxSubscriptions { get; set; } = 128;

    /// <summary>The operations that one session may ask for in a second, with four times as many at once. Default 50; range 1 to 10,000.</summary>
    public int OperationsPerSecond { get; set; } = 50;

    /// <summary>The messages that one session may publish in a second, with twice as many at once. Default 100; range 1 to 1,000,000.</summary>
    public int PublishesPerSecond { get; set; } = 100;

    /// <summary>How long a session may be without a connection before presence counts it as gone. Default 20 s; range 0 to 1 hour.</summary>
    public TimeSpan PresenceGrace { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the same idempotency key is known to be the same message. Default 10 minutes; range 1 s to 1 day.</summary>
    public TimeSpan IdempotencyLife { get; set; } = TimeSpan.FromMinutes(10);
}
