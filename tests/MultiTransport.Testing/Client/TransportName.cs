namespace MultiTransport.Testing;

/// <summary>The names of the transports, as negotiate writes them.</summary>
public static class TransportName
{
    public const string WebSocket = "websocket";
    public const string Sse = "sse";
    public const string Stream = "stream";
    public const string LongPoll = "longpoll";
    public const string ShortPoll = "shortpoll";

    public static IReadOnlyList<string> All { get; } = [WebSocket, Sse, Stream, LongPoll, ShortPoll];

    /// <summary>True where a response or a socket is held, so that it can be a candidate.</summary>
    public static bool IsHeld(string name) => name is WebSocket or Sse or Stream;

    internal static string Path(string name) => name switch
    {
        WebSocket => "ws",
        Sse => "sse",
        Stream => "stream",
        LongPoll or ShortPoll => "poll",
        _ => throw new ArgumentException($"'{name}' is no transport; known: {string.Join(", ", All)}", nameof(name)),
    };
}
