using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>The sessions of this process, for administration: inject it anywhere.</summary>
public interface ISessions
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>One session, or null.</summary>
    Session? Find(SessionId id);

    /// <summary>How one session stands: its transport, why it is on it, and what was tried before; null where there is none.</summary>
    SessionStatus? Describe(SessionId id);

    /// <summary>A page of sessions, in the order of their ids.</summary>
    IReadOnlyList<SessionStatus> List(SessionQuery query);

    /// <summary>The sessions of one user.</summary>
    IReadOnlyList<Session> OfUser(string userId);

    /// <summary>Ends one session at once; its client is told not to come back. Returns whether there was one.</summary>
    bool Kick(SessionId id, string reason = "");

    /// <summary>Ends all sessions of a user at once; returns how many.</summary>
    int KickUser(string userId, string reason = "");
}
