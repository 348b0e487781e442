namespace MultiTransport.Client;

/// <summary>Who is in a topic.</summary>
/// <param name="Users">The users by name, and how many sessions each has; at most 1,000.</param>
/// <param name="Anonymous">How many sessions without a user there are.</param>
/// <param name="HasMore">Whether there are more users.</param>
public sealed record ClientTopicPresence(IReadOnlyList<KeyValuePair<string, int>> Users, int Anonymous, bool HasMore);
