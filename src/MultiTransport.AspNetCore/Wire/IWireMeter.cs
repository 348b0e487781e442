using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>
/// What sessions and transports cost on the wire, counted below HTTP on the connections of endpoints with <c>UseWireAccounting()</c>: inject it anywhere.
/// Figures are up to date when they are read, those of requests under way included.
/// </summary>
public interface IWireMeter
{
    /// <summary>The row of what opens and renews sessions, beside the transports' names.</summary>
    const string Negotiate = "negotiate";

    /// <summary>Whether any endpoint counts.</summary>
    bool IsOn { get; }

    /// <summary>
    /// One session, by transport and <see cref="Negotiate"/>; empty where nothing was counted. A POST that only sends counts for the transport that the
    /// session is on. Kept for a minute after the session's end, for the last 4,096 sessions.
    /// </summary>
    IReadOnlyDictionary<string, WireUsage> OfSession(SessionId id);

    /// <summary>All sessions since the start, those that are over included, by transport and <see cref="Negotiate"/>.</summary>
    IReadOnlyDictionary<string, WireUsage> ByTransport();

    /// <summary>What belongs to no session: other requests of the application, refused ones, pages, connections that never said anything. Counted when the next request or the end of the connection tells.</summary>
    WireUsage Unattributed();

    /// <summary>The connections that are open, and the last 1,024 that ended.</summary>
    IReadOnlyList<WireConnectionUsage> Connections();
}
