namespace MultiTransport.Client;

/// <summary>The held transports, by name.</summary>
internal static class TransportTable
{
    private static readonly ITransport[] All =
    [
        new WebSocketTransport(),
        new ServerSentEventsTransport(),
        new StreamingTransport(),
    ];

    /// <summary>The transport of this name; null for polls.</summary>
    public static ITransport? Find(string name) => Array.Find(All, transport => transport.Name == name);
}
