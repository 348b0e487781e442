namespace MultiTransport.Protocol;

/// <summary>Messages of a topic that a subscriber does not get.</summary>
public sealed record TopicGap
{
    /// <summary>Older than what is kept: <see cref="From"/> and <see cref="To"/> say which.</summary>
    public const string Evicted = "evicted";

    /// <summary>The subscriber's number was counted by another store.</summary>
    public const string OtherEpoch = "epoch";

    /// <summary>The store does not know so high a number.</summary>
    public const string Ahead = "ahead";

    /// <summary>Where the subscriber stood is not known.</summary>
    public const string Unknown = "unknown";

    /// <summary>The topic's name in an event; null in an answer.</summary>
    public string? Topic { get; init; }

    /// <summary>One of the constants.</summary>
    public required string Why { get; init; }

    /// <summary>The first one that is lost; null where that is not known.</summary>
    public long? From { get; init; }

    /// <summary>The last one that is lost; null where that is not known.</summary>
    public long? To { get; init; }

    /// <summary>In an event where the counting has another name from here on: that name; else null.</summary>
    public string? Epoch { get; init; }

    /// <summary>With <see cref="Epoch"/>: the number before the first message that follows.</summary>
    public long? Position { get; init; }
}
