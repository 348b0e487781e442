namespace MultiTransport;

/// <summary>The messages of a topic that are kept.</summary>
/// <param name="First">The oldest one.</param>
/// <param name="Last">The newest one that was counted.</param>
public readonly record struct TopicRange(long First, long Last);
