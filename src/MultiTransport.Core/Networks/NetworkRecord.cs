namespace MultiTransport;

/// <summary>What is remembered of one network: counts and times, no user, session id or full address.</summary>
internal sealed class NetworkRecord(NetworkKey key, DateTimeOffset since, TimeSpan expiry, TimeSpan now)
{
    private const int Needed = RungRecord.Needed;
    private const int MaxBehind = 8;

    private readonly Lock _gate = new();
    private readonly RungRecord?[] _rungs = new RungRecord?[Rungs.Names.Length];
    private readonly CutLearner _cuts = new(cuts: Needed, sessions: Needed, expiry);
    private readonly List<(long Session, TimeSpan At)> _behind = [];
    private volatile LearntLimits? _limits;
    private volatile bool _isForgotten;

    public NetworkKey Key => key;

    public DateTimeOffset Since => since;

    /// <summary>What new connections of this network go by; null where nothing was learnt.</summary>
    public LearntLimits? Limits => _limits;

    /// <summary>Whether the table let go of it: what is learnt from now on belongs into a new one.</summary>
    public bool IsForgotten => _isForgotten;

    /// <summary>When it was last told anything.</summary>
    public TimeSpan Touched { get; private set; } = now;

    /// <summary>Whether others rely on it: something was learnt, or a connection lives.</summary>
    public bool IsInUse
    {
        get
        {
            lock (_gate)
            {
                return _limits is not null || _rungs.Any(rung => rung is { Alive: > 0 } || rung?.Verdict(Touched, expiry).IsDoubtful == true);
            }
        }
    }

    public void Forget() => _isForgotten = true;

    /// <summary>A client says how a transport went.</summary>
    public void Say(int rung, long session, string? failure, TimeSpan at)
    {
        lock (_gate)
        {
            Touched = at;
            (_rungs[rung] ??= new RungRecord()).Say(session, failure, at);
        }
    }

    /// <summary>The server sees a connection carry its session.</summary>
    public void SeenAlive(int rung, long session, bool isNew, TimeSpan age, TimeSpan at)
    {
        lock (_gate)
        {
            Touched = at;
            (_rungs[rung] ??= new RungRecord()).SeenAlive(session, isNew, at);
            _cuts.Outlived(rung, age, at);
            Review(at);
        }
    }

    public void Ended(int rung)
    {
        lock (_gate)
        {
            _rungs[rung]!.Ended();
        }
    }

    /// <summary>A client says that a connection was cut.</summary>
    public void Cut(in CutSample cut)
    {
        lock (_gate)
        {
            Touched = cut.At;
            _cuts.Add(cut);
            Review(cut.At);
        }
    }

    /// <summary>The server saw a connection outlive a silence.</summary>
    public void Survived(TimeSpan silence, TimeSpan at)
    {
        lock (_gate)
        {
            _cuts.Survived(silence, at);
            Review(at);
        }
    }

    /// <summary>A client needs a small write after each other one.</summary>
    public void Behind(long session, TimeSpan at)
    {
        lock (_gate)
        {
            Touched = at;
            _behind.RemoveAll(one => one.Session == session);
            if (_behind.Count == MaxBehind)
            {
                _behind.RemoveAt(0);
            }

            _behind.Add((session, at));
            Review(at);
        }
    }

    public RungVerdict Verdict(int rung, TimeSpan at)
    {
        lock (_gate)
        {
            return _rungs[rung]?.Verdict(at, expiry) ?? default;
        }
    }

    /// <summary>Time has passed: limits grow back, and what nothing confirms is forgotten. False where nothing is left of it.</summary>
    public bool Sweep(TimeSpan at)
    {
        lock (_gate)
        {
            if (_limits is not null)
            {
                Review(at);
            }

            return at - Touched <= expiry || _rungs.Any(static rung => rung is { Alive: > 0 });
        }
    }

    public NetworkReport Tell(TimeSpan at)
    {
        lock (_gate)
        {
            return new NetworkReport
            {
                Prefix = key.Prefix.ToString(),
                Proxies = ProxyWords.Of(key.Signs),
                Since = since,
                LastHeard = at - Touched,
                Transports = [.. Rungs.Names.Select((name, rung) => Tell(name, rung, at)).OfType<TransportReport>()],
                IdleTimer = Tell(_cuts.Idle(at), at, LikelyOwner.OfIdleTimer),
                Lifetime = Tell(_cuts.Life(at), at, LikelyOwner.OfLifetime),
                KeepAlive = _limits?.KeepAlive,
                Hold = _limits?.Hold,
                TrailingWrites = _limits?.IsBehind == true,
            };
        }
    }

    private TransportReport? Tell(string name, int rung, TimeSpan at)
    {
        if (_rungs[rung] is not { } record)
        {
            return null;
        }

        var verdict = record.Verdict(at, expiry);
        return new TransportReport
        {
            Transport = name,
            Alive = record.Alive,
            Sessions = verdict.Sessions,
            Failed = verdict.Failed,
            Reason = verdict.Reason,
            TriedLast = verdict.IsDoubtful && Rungs.MayBeDoubtful(rung),
        };
    }

    private static LimitReport? Tell(LearntTime? learnt, TimeSpan at, Func<TimeSpan, string> owner) => learnt is not { } limit ? null : new LimitReport
    {
        Measured = limit.Value,
        Believed = limit.By(at),
        Cuts = limit.Cuts,
        Sessions = limit.Sessions,
        LearntAgo = at - limit.Since,
        ConfirmedAgo = at - limit.Confirmed,
        Transports = [.. Rungs.Names.Where((_, rung) => (limit.Rungs & (1 << rung)) != 0)],
        LikelyOwner = owner(limit.Value),
    };

    private void Review(TimeSpan at) => _limits = LearntLimits.Of(_cuts, _behind.Count >= Needed && IsBehind(at), at);

    private bool IsBehind(TimeSpan at) => _behind.Count(one => at - one.At <= expiry) >= Needed;
}
