namespace MultiTransport;

/// <summary>One event, and the number of the connection that it is about.</summary>
internal readonly record struct SessionEvent(SessionEventKind Kind, long Connection);
