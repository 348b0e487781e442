using System.Collections.Concurrent;

namespace MultiTransport.Comparison.Server;

/// <summary>The sessions that live at the moment: who gets what is published, and whom a reset ends.</summary>
internal sealed class SessionBook
{
    private readonly ConcurrentDictionary<Session, byte> _sessions = new();

    public IEnumerable<Session> All => _sessions.Keys;

    public int Count => _sessions.Count;

    public void Add(Session session) => _sessions.TryAdd(session, 0);

    public void Remove(Session session) => _sessions.TryRemove(session, out _);
}
