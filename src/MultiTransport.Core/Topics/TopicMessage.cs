namespace MultiTransport;

/// <summary>One message of a topic, as the history keeps it.</summary>
/// <param name="Position">Its number in the topic.</param>
/// <param name="Time">When it was published.</param>
/// <param name="Message">What was published.</param>
/// <param name="Key">What it is about; null for nothing in particular.</param>
/// <param name="Publisher">The user who published, where subscribers may know; else null.</param>
public sealed record TopicMessage(long Position, DateTimeOffset Time, Message Message, string? Key, string? Publisher);
