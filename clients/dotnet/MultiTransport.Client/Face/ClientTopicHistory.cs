namespace MultiTransport.Client;

/// <summary>A piece of a topic's history.</summary>
/// <param name="Epoch">Names the store that counts.</param>
/// <param name="First">The oldest message that is kept; 0 where none is.</param>
/// <param name="Last">The newest message that is kept; 0 where none is.</param>
/// <param name="Messages">The messages, oldest first.</param>
/// <param name="HasMore">Whether there are others in the direction that was asked for.</param>
public sealed record ClientTopicHistory(string Epoch, long First, long Last, IReadOnlyList<ClientTopicMessage> Messages, bool HasMore);
