namespace MultiTransport.Client;

/// <summary>Where a reader of a topic stands: after message <paramref name="Number"/> of <paramref name="Epoch"/>. It can be kept and given to a later client.</summary>
/// <param name="Epoch">Names the store that counts; null for whatever store there is.</param>
/// <param name="Number">The message; 0 before the first. At most 2^53 - 1.</param>
public readonly record struct ClientTopicPosition(string? Epoch, long Number);
