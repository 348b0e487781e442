using System.Collections.Concurrent;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>All sessions of the process: opens, finds, sweeps and sheds them.</summary>
internal sealed class SessionRegistry(ServerLimits limits, TimeProvider time, ISessionObserver observer) : ISessions
{
    private static readonly TimeSpan TombstoneLife = TimeSpan.FromSeconds(120);

    private readonly ConcurrentDictionary<SessionId, Session> _sessions = new();
    private readonly SessionCensus _census = new(limits);
    private readonly Tombstones _tombstones = new();
    private volatile bool _isGoingAway;

    public int Node => limits.Node;

    public ByteBudget Budget { get; } = new(limits.ByteBudget);

    public int Count => _sessions.Count;

    public bool IsGoingAway => _isGoingAway;

    public IEnumerable<Session> All => _sessions.Select(static pair => pair.Value);

    /// <summary>Opens a session and starts its handler. Null with a code, and the bound that forbids it, when there may be no more.</summary>
    public Session? Open(SessionEndpoint endpoint, SessionOwner owner, bool isKeyed, out CloseCode refusal, out string bound)
    {
        bound = "";
        refusal = _isGoingAway ? CloseCode.GoingAway : Budget.IsOver ? CloseCode.Shed : CloseCode.None;
        if (refusal != CloseCode.None)
        {
            return null;
        }

        if (_census.TryAdmit(owner, endpoint) is { } exceeded)
        {
            bound = exceeded;
            refusal = CloseCode.Shed;
            return null;
        }

        Session session;
        try
        {
            session = new Session(this, endpoint, owner, isKeyed);
        }
        catch
        {
            // The application's handler could not be made.
            _census.Remove(owner, endpoint, null);
            throw;
        }

        _sessions[session.Id] = session;
        _census.Add(session);
        observer.Opened(session);
        session.Upstream.Start();
        return session;
    }

    /// <summary>Finds a session by its id and secret, for an endpoint and the user that the request bears, if it bears one.</summary>
    public CloseCode Find(SessionId id, SessionSecret secret, SessionEndpoint endpoint, string? user, out Session? session)
    {
        if (!_sessions.TryGetValue(id, out session))
        {
            return _tombstones.Find(id);
        }

        var fault = !session.Secret.Matches(secret) ? CloseCode.SecretWrong
            : session.EndpointRuntime != endpoint || (user is not null && !string.Equals(user, session.UserId, StringComparison.Ordinal)) ? CloseCode.SessionForeign
            : CloseCode.None;
        session = fault == CloseCode.None ? session : null;
        return fault;
    }

    /// <summary>Finds a session by its id alone, where a place token is checked next.</summary>
    public CloseCode Find(SessionId id, SessionEndpoint endpoint, string? user, out Session? session)
    {
        if (!_sessions.TryGetValue(id, out session))
        {
            return _tombstones.Find(id);
        }

        return session.EndpointRuntime != endpoint || (user is not null && !string.Equals(user, session.UserId, StringComparison.Ordinal))
            ? CloseCode.SessionForeign
            : CloseCode.None;
    }

    /// <inheritdoc/>
    public Session? Find(SessionId id) => _sessions.GetValueOrDefault(id);

    /// <inheritdoc/>
    public SessionStatus? Describe(SessionId id) => Find(id)?.Describe();

    /// <inheritdoc/>
    public IReadOnlyList<SessionStatus> List(SessionQuery query) =>
        [.. SessionPage.Of(query, query.UserId is { } user ? _census.OfUser(user) : All).Select(static session => session.Describe())];

    /// <inheritdoc/>
    public IReadOnlyList<Session> OfUser(string userId) => _census.OfUser(userId);

    /// <inheritdoc/>
    public bool Kick(SessionId id, string reason = "")
    {
        if (!_sessions.TryGetValue(id, out var session))
        {
            return false;
        }

        session.Abort(CloseCode.Kicked, reason);
        return true;
    }

    /// <inheritdoc/>
    public int KickUser(string userId, string reason = "")
    {
        var sessions = _census.OfUser(userId);
        foreach (var session in sessions)
        {
            session.Abort(CloseCode.Kicked, reason);
        }

        return sessions.Count;
    }

    public void Remove(Session session, CloseCode code)
    {
        if (_sessions.TryRemove(session.Id, out _))
        {
            _census.Remove(session.Owner, session.EndpointRuntime, session);
            _tombstones.Add(session.Id, code, time.GetTimestamp());
        }
    }

    /// <summary>One step of everything that time does, to all sessions. Steps may not overlap.</summary>
    public void Sweep()
    {
        var now = time.GetTimestamp();
        foreach (var (_, session) in _sessions)
        {
            session.Sweep(now);
        }

        _tombstones.ForgetBefore(now - (long)(TombstoneLife.TotalSeconds * time.TimestampFrequency));
        if (Budget.IsOver)
        {
            ShedDetached();
        }
    }

    /// <summary>No more sessions; those that exist are told to go elsewhere, spread over the plan's time, and are gone at its end.</summary>
    public async Task DrainAsync(DrainPlan plan, CancellationToken hurry)
    {
        _isGoingAway = true;
        using var drain = new SessionDrain(All, plan, time, observer, Random.Shared);
        await drain.RunAsync(hurry).ConfigureAwait(false);
        foreach (var session in All)
        {
            session.Abort(CloseCode.GoingAway, "The server is shutting down."); // was being opened when the drain began
        }
    }

    private void ShedDetached()
    {
        var before = Budget.Used;
        var shed = 0;
        foreach (var session in All.Where(static session => session.DetachedSince is not null).OrderBy(static session => session.DetachedSince))
        {
            if (!Budget.IsOver)
            {
                break;
            }

            session.Abort(CloseCode.Shed, "The server is out of memory budget.");
            shed++;
        }

        if (shed > 0)
        {
            observer.Shed(shed, before - Budget.Used);
        }
    }
}
