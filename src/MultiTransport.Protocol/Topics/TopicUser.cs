namespace MultiTransport.Protocol;

/// <summary>A user who is in a topic.</summary>
public sealed record TopicUser
{
    /// <summary>The user.</summary>
    public required string User { get; init; }

    /// <summary>How many sessions of the user are subscribed.</summary>
    public required int Sessions { get; init; }
}
