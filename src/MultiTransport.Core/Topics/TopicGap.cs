namespace MultiTransport;

/// <summary>What is lost of what a subscriber asked for.</summary>
/// <param name="Why">One of the constants.</param>
/// <param name="From">The first message that is lost; null where it is not known how many are.</param>
/// <param name="To">The last one.</param>
internal sealed record TopicGap(string Why, long? From = null, long? To = null)
{
    /// <summary>Older than the history.</summary>
    public const string Evicted = "evicted";

    /// <summary>Counted by another store.</summary>
    public const string EpochChanged = "epoch";

    /// <summary>The store does not know so high a number.</summary>
    public const string Ahead = "ahead";

    /// <summary>Kept perhaps, but this subscriber may not read it.</summary>
    public const string Unreadable = "unknown";
}
