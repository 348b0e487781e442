namespace MultiTransport.Protocol;

/// <summary>Where a subscriber stands: after that message.</summary>
public sealed record TopicSince
{
    /// <summary>Names the store that counted; null for whatever store there is.</summary>
    public string? Epoch { get; init; }

    /// <summary>The last message that the subscriber has; 0 before the first.</summary>
    public required long Position { get; init; }
}
