namespace MultiTransport;

/// <summary>Whose counting it is.</summary>
/// <param name="Own">As the store names it.</param>
/// <param name="Name">As it is told: the same, or what took its place when the store's numbers went back.</param>
internal readonly record struct TopicEpoch(string Own, string Name);
