using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>What the engine tells whoever logs and counts. Called without the session's lock; must not block or throw.</summary>
internal interface ISessionObserver
{
    void Opened(Session session);

    void Attached(Session session, string transport, bool isCandidate);

    void Promoted(Session session, string transport);

    void Detached(Session session, string transport, CloseCode code, TimeSpan duration);

    /// <summary>The client told what its network did; both words are known ones.</summary>
    void Reported(Session session, string transport, string reason);

    void Gap(Session session, long from, long to);

    void ClientFailed(Session session, long number, string code);

    void HandlerFailed(Session session, long number, Exception fault);

    void Closed(Session session, CloseReason reason, TimeSpan duration);

    void Shed(int sessions, long bytes);

    /// <summary>The server shuts down, and these sessions have at most that long.</summary>
    void Draining(int sessions, TimeSpan most);

    void Drained(in DrainReport report);
}
