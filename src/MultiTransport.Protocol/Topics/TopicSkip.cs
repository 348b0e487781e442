namespace MultiTransport.Protocol;

/// <summary>A message that a subscriber published itself and wanted no copy of: its number is missing without a gap.</summary>
public sealed record TopicSkip
{
    /// <summary>The topic's name.</summary>
    public required string Topic { get; init; }

    /// <summary>The message's number.</summary>
    public required long Position { get; init; }
}
