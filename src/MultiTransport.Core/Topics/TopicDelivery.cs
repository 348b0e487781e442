namespace MultiTransport;

/// <summary>One published message on its way to all subscribers.</summary>
/// <param name="Message">Encoded once.</param>
/// <param name="Position">Its number in the topic.</param>
/// <param name="Key">What it is about; null for nothing.</param>
/// <param name="Except">The session that published it and wants no copy; null for none.</param>
internal readonly record struct TopicDelivery(SharedMessage Message, long Position, string? Key, Session? Except);
