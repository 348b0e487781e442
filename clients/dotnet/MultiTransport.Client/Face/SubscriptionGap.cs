namespace MultiTransport.Client;

/// <summary>Messages of a topic that this subscription does not get.</summary>
/// <param name="Why">
/// <c>evicted</c>: older than what the server keeps; <c>epoch</c>: another store counts now; <c>ahead</c>: the store has lost some and does not know so high a
/// number; <c>unknown</c>: they did not come, and the server did not say why.
/// </param>
/// <param name="From">The first one that is lost; null where that is not known.</param>
/// <param name="To">The last one that is lost; null where that is not known.</param>
public sealed record SubscriptionGap(string Why, long? From, long? To);
