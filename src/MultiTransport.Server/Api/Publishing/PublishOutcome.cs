namespace MultiTransport.Server.Api.Publishing;

/// <summary>What became of one part of a batch.</summary>
/// <param name="Position">Where it is, for a topic.</param>
/// <param name="Sessions">How many took it, for a session or a user.</param>
/// <param name="IsRepetition">Whether the topic had it before.</param>
internal readonly record struct PublishOutcome(TopicPosition Position, int Sessions, bool IsRepetition);
