namespace MultiTransport.Protocol.Tests;

/// <summary>An event as an EventSource dispatches it.</summary>
internal sealed record ParsedEvent(string Type, string Id, string Data, int? Retry);
