namespace MultiTransport;

/// <summary>What became of a publish.</summary>
/// <param name="Position">The message's position.</param>
/// <param name="IsRepetition">The idempotency key was known: nothing was added.</param>
public readonly record struct TopicPublished(TopicPosition Position, bool IsRepetition);
