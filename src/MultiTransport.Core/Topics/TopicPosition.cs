namespace MultiTransport;

/// <summary>Where a reader of a topic stands: after message <paramref name="Number"/> of <paramref name="Epoch"/>.</summary>
/// <param name="Epoch">Names the store that counts; null for whatever store there is.</param>
/// <param name="Number">The message; 0 before the first.</param>
public readonly record struct TopicPosition(string? Epoch, long Number);
