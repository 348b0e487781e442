namespace MultiTransport;

/// <summary>What became of an append.</summary>
/// <param name="Position">The message's number, or that of the one that was added under the same key before.</param>
/// <param name="Outcome">Whether it was added.</param>
public readonly record struct TopicAppended(long Position, TopicAppendOutcome Outcome);
