namespace MultiTransport.Load;

/// <summary>What makes a request: clients send other headers with each.</summary>
internal enum RequestKind
{
    /// <summary>A program's POST or GET: <c>fetch</c>, or curl.</summary>
    Fetch,

    /// <summary>An EventSource, or a program that asks for its content type.</summary>
    EventSource,

    /// <summary>A WebSocket handshake.</summary>
    WebSocket,
}
