namespace MultiTransport;

/// <summary>How a message is published.</summary>
public readonly record struct TopicPublish
{
    /// <summary>What the message is about: in a conflated topic a newer one of the same key takes an older one's place. 1 to 255 bytes of UTF-8 without control characters, or null.</summary>
    public string? Key { get; init; }

    /// <summary>The user who published, told to the subscribers; null: nobody is told.</summary>
    public string? Publisher { get; init; }

    /// <summary>This session gets no copy; null: everyone does.</summary>
    public Session? Except { get; init; }

    /// <summary>Publishing again under the same key adds nothing and gives the first one's position, for <see cref="TopicOptions.IdempotencyLife"/>. 1 to 128 characters, or null.</summary>
    public string? IdempotencyKey { get; init; }
}
