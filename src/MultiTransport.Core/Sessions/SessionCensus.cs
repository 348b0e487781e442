using System.Runtime.InteropServices;

namespace MultiTransport;

/// <summary>Counts sessions by endpoint, user and address, so that all can be bounded, and finds those of a user.</summary>
internal sealed class SessionCensus(ServerLimits limits)
{
    private readonly Dictionary<string, HashSet<Session>> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _addresses = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private int _anonymous;
    private int _total;

    /// <summary>Counts one more, or says which bound forbids it.</summary>
    public string? TryAdmit(SessionOwner owner, SessionEndpoint endpoint)
    {
        lock (_gate)
        {
            var fromAddress = owner.CountedAs is null ? 0 : _addresses.GetValueOrDefault(owner.CountedAs);
            var ofUser = owner.UserId is not null && _users.TryGetValue(owner.UserId, out var sessions) ? sessions.Count : 0;
            var refusal =
                _total >= limits.MaxSessions ? nameof(ServerLimits.MaxSessions)
                : endpoint.Count >= endpoint.Options.MaxSessions ? $"{nameof(SessionOptions.MaxSessions)} of {endpoint.Name}"
                : owner.UserId is null && _anonymous >= limits.MaxAnonymousSessions ? nameof(ServerLimits.MaxAnonymousSessions)
                : ofUser >= limits.MaxSessionsPerUser ? nameof(ServerLimits.MaxSessionsPerUser)
                : fromAddress >= limits.MaxSessionsPerAddress ? nameof(ServerLimits.MaxSessionsPerAddress)
                : null;
            if (refusal is not null)
            {
                return refusal;
            }

            _total++;
            endpoint.Count++;
            if (owner.UserId is null)
            {
                _anonymous++;
            }

            if (owner.CountedAs is not null)
            {
                _addresses[owner.CountedAs] = fromAddress + 1;
            }

            return null;
        }
    }

    public void Add(Session session)
    {
        if (session.UserId is { } user)
        {
            lock (_gate)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(_users, user, out _) ??= []).Add(session);
            }
        }
    }

    /// <summary>Takes back what <see cref="TryAdmit"/> counted, and the session if there was one.</summary>
    public void Remove(SessionOwner owner, SessionEndpoint endpoint, Session? session)
    {
        lock (_gate)
        {
            _total--;
            endpoint.Count--;
            if (owner.UserId is null)
            {
                _anonymous--;
            }
            else if (session is not null && _users.TryGetValue(owner.UserId, out var sessions) && sessions.Remove(session) && sessions.Count == 0)
            {
                _users.Remove(owner.UserId);
            }

            if (owner.CountedAs is not null && --CollectionsMarshal.GetValueRefOrAddDefault(_addresses, owner.CountedAs, out _) <= 0)
            {
                _addresses.Remove(owner.CountedAs);
            }
        }
    }

    public IReadOnlyList<Session> OfUser(string user)
    {
        lock (_gate)
        {
            return _users.TryGetValue(user, out var sessions) ? [.. sessions] : [];
        }
    }
}
