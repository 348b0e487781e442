using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>The transports as small numbers, best first: what is kept of a network is an array.</summary>
internal static class Rungs
{
    public static readonly string[] Names =
    [
        TransportNames.WebSocket, TransportNames.ServerSentEvents, TransportNames.Streaming, TransportNames.LongPolling, TransportNames.ShortPolling,
    ];

    /// <summary>The number of a transport; negative for a name that is none.</summary>
    public static int Of(string name) => Array.IndexOf(Names, name);

    /// <summary>Whether a client may be told to try it last: polls are what it falls back to.</summary>
    public static bool MayBeDoubtful(int rung) => rung is >= 0 and < 3;
}
