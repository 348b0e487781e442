namespace MultiTransport.Protocol;

/// <summary>A message of a history: either text or binary (base64 in JSON).</summary>
public sealed record TopicHistoryMessage
{
    /// <summary>Its number in the topic.</summary>
    public required long Position { get; init; }

    /// <summary>When it was published, in milliseconds since 1970-01-01 UTC.</summary>
    public required long Time { get; init; }

    /// <summary>The text, or null.</summary>
    public string? Text { get; init; }

    /// <summary>The bytes, or null.</summary>
    public byte[]? Binary { get; init; }

    /// <summary>What it is about; null for nothing in particular.</summary>
    public string? Key { get; init; }

    /// <summary>Who published, or null.</summary>
    public string? Publisher { get; init; }
}
