namespace MultiTransport.Testing;

/// <summary>What an EventSource would dispatch: type ("message" by default), data, and the last event id at that moment.</summary>
public sealed record SseEvent(string Type, string Data, string LastEventId);
