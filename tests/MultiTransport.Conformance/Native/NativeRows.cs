namespace MultiTransport.Conformance.Native;

/// <summary>The native ways that every scenario runs against: a new one is a new row.</summary>
internal static class NativeRows
{
    public static IReadOnlyDictionary<string, Func<INativeWay>> Ways { get; } = new Dictionary<string, Func<INativeWay>>
    {
        ["bare WebSocket"] = static () => new WebSocketWay(),
        ["EventSource"] = static () => new EventSourceWay(),
        ["JSON lines"] = static () => new JsonLinesWay(),
        ["held poll"] = static () => new PollWay(20),
        ["short poll"] = static () => new PollWay(0),
    };
}
