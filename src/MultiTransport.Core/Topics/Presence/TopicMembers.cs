namespace MultiTransport;

/// <summary>Who is in a topic, by session; told by user. Changes are gathered until the sweep tells them.</summary>
internal sealed class TopicMembers
{
    /// <summary>The most users that one event names, and about how many characters; the others follow in the next.</summary>
    private const int MaxTold = 500;

    private const int MaxToldLength = 8 * 1024;

    private static readonly TimeSpan LeastBetween = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _changed = new(StringComparer.Ordinal); // and whether they were there when it was told last
    private int _anonymous;
    private int _anonymousTold;
    private long? _toldAt;

    public void Enter(Subscription subscription)
    {
        lock (_gate)
        {
            if (subscription.Member == MemberState.New)
            {
                Move(subscription, MemberState.Present);
            }
        }
    }

    public void Leave(Subscription subscription)
    {
        lock (_gate)
        {
            Move(subscription, MemberState.Gone);
        }
    }

    public TopicPresence Snapshot(int most)
    {
        lock (_gate)
        {
            var users = _users.OrderBy(static user => user.Key, StringComparer.Ordinal).Take(most).ToArray();
            return new TopicPresence(users, _anonymous, users.Length < _users.Count);
        }
    }

    /// <summary>Looks who is away and who is back; what is to be told, or null.</summary>
    public PresenceChange? Sweep(ReadOnlySpan<Subscription?> all, long now, TopicTable table)
    {
        lock (_gate)
        {
            foreach (var subscription in all)
            {
                if (subscription?.Member is MemberState.Present or MemberState.Away)
                {
                    var isAway = subscription.Session.AwaySince is { } since && now - since >= table.Ticks(table.Options.PresenceGrace);
                    Move(subscription, isAway ? MemberState.Away : MemberState.Present);
                }
            }

            var isChanged = _changed.Count > 0 || _anonymous != _anonymousTold;
            if (!isChanged || now - _toldAt < table.Ticks(LeastBetween))
            {
                return null;
            }

            var change = Take();
            _toldAt = change is null ? _toldAt : now;
            return change;
        }
    }

    private PresenceChange? Take()
    {
        List<string> joined = [], left = [];
        var length = 0;
        foreach (var (user, wasThere) in _changed)
        {
            var isThere = _users.ContainsKey(user);
            if (isThere != wasThere)
            {
                if (joined.Count + left.Count >= MaxTold || length >= MaxToldLength)
                {
                    break;
                }

                (isThere ? joined : left).Add(user);
                length += user.Length;
            }

            _changed.Remove(user);
        }

        if (joined.Count + left.Count == 0 && _anonymous == _anonymousTold)
        {
            return null; // who came has gone again
        }

        _anonymousTold = _anonymous;
        return new PresenceChange(joined, left, _anonymous);
    }

    private void Move(Subscription subscription, MemberState to)
    {
        var (was, now) = (subscription.Member == MemberState.Present, to == MemberState.Present);
        subscription.Member = to;
        if (was == now)
        {
            return;
        }

        if (subscription.Session.UserId is not { } user)
        {
            _anonymous += now ? 1 : -1;
            return;
        }

        var sessions = _users.GetValueOrDefault(user);
        _changed.TryAdd(user, sessions > 0);
        if (sessions + (now ? 1 : -1) is var left and > 0)
        {
            _users[user] = left;
        }
        else
        {
            _users.Remove(user);
        }
    }
}
