namespace MultiTransport;

/// <summary>A message that is to be added.</summary>
/// <param name="Message">What is published; its bytes are valid until the store's task completes.</param>
/// <param name="Key">What it is about, or null.</param>
/// <param name="Publisher">The user who published, or null.</param>
/// <param name="IdempotencyKey">Under which a repetition is known, or null.</param>
public readonly record struct TopicAppend(Message Message, string? Key, string? Publisher, string? IdempotencyKey);
