using System.Text.Json.Serialization;

namespace MultiTransport.Protocol;

/// <summary>A subscription that was made: the answer to its operation, and the event of one that the server made.</summary>
public sealed record TopicSubscription
{
    /// <summary>The topic's name in an event; null in an answer.</summary>
    public string? Topic { get; init; }

    /// <summary>Names the topic in topic messages.</summary>
    public required long Index { get; init; }

    /// <summary>Names the store that counts.</summary>
    public required string Epoch { get; init; }

    /// <summary>The number before the first message that follows.</summary>
    public required long Position { get; init; }

    /// <summary>What is lost of what was asked for; null for nothing.</summary>
    public TopicGap? Gap { get; init; }

    /// <summary>Whether numbers may be missing without a gap.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Conflated { get; init; }
}
