namespace MultiTransport.Protocol;

/// <summary>Who came to a topic and who left it since the last event of this kind.</summary>
public sealed record TopicPresenceChange
{
    /// <summary>The topic's name.</summary>
    public required string Topic { get; init; }

    /// <summary>Users whose first session came; null for nobody.</summary>
    public IReadOnlyList<string>? Joined { get; init; }

    /// <summary>Users whose last session left; null for nobody.</summary>
    public IReadOnlyList<string>? Left { get; init; }

    /// <summary>How many sessions without a user there are now.</summary>
    public required int Anonymous { get; init; }
}
