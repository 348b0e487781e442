namespace MultiTransport.Protocol;

/// <summary>The names of the transports on the wire, best first.</summary>
public static class TransportNames
{
    /// <summary>RFC 6455 or RFC 8441.</summary>
    public const string WebSocket = "websocket";

    /// <summary>One held <c>text/event-stream</c> response.</summary>
    public const string ServerSentEvents = "sse";

    /// <summary>One held <c>application/octet-stream</c> response.</summary>
    public const string Streaming = "stream";

    /// <summary>Polls that are held until there is something to say.</summary>
    public const string LongPolling = "longpoll";

    /// <summary>Polls that are never held.</summary>
    public const string ShortPolling = "shortpoll";

    /// <summary>The sub-protocol of a WebSocket that carries frames.</summary>
    public const string SubProtocol = "multitransport.v1";
}
