namespace MultiTransport.Client;

/// <summary>A message of a topic.</summary>
public sealed record ClientTopicMessage
{
    /// <summary>What was published.</summary>
    public required ClientMessage Data { get; init; }

    /// <summary>Its number in the topic; the first one is 1.</summary>
    public required long Position { get; init; }

    /// <summary>Names the store that counted: with <see cref="Position"/> it is what a later client may begin after.</summary>
    public required string Epoch { get; init; }

    /// <summary>What it is about; null for nothing in particular.</summary>
    public string? Key { get; init; }

    /// <summary>The user who published it, where the topic's rule tells that; else null.</summary>
    public string? Publisher { get; init; }

    /// <summary>When it was published, of a message that was read from the history; null of one that was delivered.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Number, kind and length: a message's content does not belong into logs.</summary>
    public override string ToString() => $"message {Position}, {Data}";
}
