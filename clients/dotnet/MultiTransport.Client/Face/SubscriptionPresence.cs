namespace MultiTransport.Client;

/// <summary>Who came to a topic and who left it since the last event of this kind.</summary>
/// <param name="Joined">Users whose first session came.</param>
/// <param name="Left">Users whose last session left.</param>
/// <param name="Anonymous">How many sessions without a user there are now.</param>
public sealed record SubscriptionPresence(IReadOnlyList<string> Joined, IReadOnlyList<string> Left, int Anonymous);
