namespace MultiTransport;

/// <summary>A piece of a topic's history, oldest message first.</summary>
/// <param name="Epoch">Names the store that counts.</param>
/// <param name="First">The oldest message that is kept; 0 where none is.</param>
/// <param name="Last">The newest message that is kept; 0 where none is.</param>
/// <param name="Messages">The messages.</param>
/// <param name="HasMore">Whether there are others in the direction that was asked for.</param>
public sealed record TopicHistoryPage(string Epoch, long First, long Last, IReadOnlyList<TopicMessage> Messages, bool HasMore);
