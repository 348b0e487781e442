namespace MultiTransport;

/// <summary>What an authorization policy is asked about.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Right">What the client wants to do.</param>
/// <param name="Session">Whose client.</param>
public sealed record TopicResource(string Topic, TopicRight Right, Session Session);
