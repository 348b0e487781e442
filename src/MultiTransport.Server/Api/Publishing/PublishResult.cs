namespace MultiTransport.Server.Api.Publishing;

/// <summary>What became of a message, or of its part for one topic.</summary>
internal sealed record PublishResult
{
    /// <summary>The topic; null where it went to several, or to none.</summary>
    public string? Topic { get; init; }

    /// <summary>Names the store that counts.</summary>
    public string? Epoch { get; init; }

    /// <summary>Its number in the topic.</summary>
    public long? Position { get; init; }

    /// <summary>How many sessions took it, where it went to a session or a user.</summary>
    public int? Sessions { get; init; }

    /// <summary>Whether it had been published before, under the same idempotency key, and was not again.</summary>
    public bool? Repeated { get; init; }

    /// <summary>Each topic's part, where it went to several.</summary>
    public IReadOnlyList<PublishResult>? Topics { get; init; }
}
