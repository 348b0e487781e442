namespace MultiTransport;

/// <summary>What is remembered of one transport in one network: how it went in the last sessions that say so, and which connections the server itself sees alive. Not thread-safe.</summary>
internal sealed class RungRecord
{
    /// <summary>So many sessions must agree before others hear of it.</summary>
    public const int Needed = 3;

    private const int MaxSessions = 16;

    private readonly List<Outcome> _outcomes = [];
    private TimeSpan? _seenAlive;

    /// <summary>Connections that the server sees alive now.</summary>
    public int Alive { get; private set; }

    /// <summary>A client says how it went; its last word counts.</summary>
    /// <param name="session">Which session.</param>
    /// <param name="failure">Why it failed; null where it works.</param>
    /// <param name="now">When.</param>
    public void Say(long session, string? failure, TimeSpan now)
    {
        _outcomes.RemoveAll(outcome => outcome.Session == session);
        if (_outcomes.Count == MaxSessions)
        {
            _outcomes.RemoveAt(0);
        }

        _outcomes.Add(new Outcome(session, failure, now));
    }

    /// <summary>The server saw it carry the session for a while: that outweighs whatever was said before.</summary>
    public void SeenAlive(long session, bool isNew, TimeSpan now)
    {
        Alive += isNew ? 1 : 0;
        _seenAlive = now;
        Say(session, null, now);
    }

    public void Ended() => Alive--;

    public RungVerdict Verdict(TimeSpan now, TimeSpan expiry)
    {
        var recent = _outcomes.Where(outcome => now - outcome.At <= expiry).ToList();
        var failed = recent.Where(static outcome => outcome.Failure is not null).ToList();
        var since = failed.Count(outcome => _seenAlive is not { } seen || outcome.At > seen);
        var reason = failed.GroupBy(static outcome => outcome.Failure!).OrderByDescending(static group => group.Count()).FirstOrDefault()?.Key ?? "";
        return new RungVerdict(Alive == 0 && since >= Needed, failed.Count, recent.Count, reason);
    }

    private readonly record struct Outcome(long Session, string? Failure, TimeSpan At);
}
