namespace MultiTransport;

/// <summary>A topic at a glance.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Subscribers">How many sessions are subscribed.</param>
/// <param name="Position">Its newest message.</param>
/// <param name="HistoryMessages">How many messages are kept in memory.</param>
/// <param name="HistoryBytes">How many payload bytes those have.</param>
public sealed record TopicStatus(string Name, int Subscribers, TopicPosition Position, int HistoryMessages, long HistoryBytes);
