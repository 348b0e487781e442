namespace MultiTransport.Protocol;

/// <summary>A subscription that the server ended.</summary>
public sealed record TopicUnsubscribed
{
    /// <summary>By the application.</summary>
    public const string Closed = "closed";

    /// <summary>The topic's name.</summary>
    public required string Topic { get; init; }

    /// <summary><see cref="Closed"/>, <see cref="TopicCode.TopicForbidden"/> or <see cref="TopicCode.TopicUnknown"/>.</summary>
    public required string Code { get; init; }
}
