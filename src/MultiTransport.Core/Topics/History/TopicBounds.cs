namespace MultiTransport;

/// <summary>How much of a topic is kept; the first bound that is reached counts.</summary>
/// <param name="Messages">The most messages; 0 keeps none, but counts.</param>
/// <param name="Bytes">The most payload bytes.</param>
/// <param name="Age">How long.</param>
public readonly record struct TopicBounds(int Messages, int Bytes, TimeSpan Age);
