using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>
/// One session's view of its network: what it reports goes into the network's record, what the network's record knows it goes by. For itself it acts on two
/// cuts that agree; what three sessions say holds for all. May be used from any thread.
/// </summary>
internal sealed class SessionNetwork
{
    /// <summary>A session's reports beyond these are dropped unread.</summary>
    public const int MaxReports = 32;

    /// <summary>How much older than its session a connection may claim to be: the client began before the server knew.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(5);

    private readonly NetworkTable _table;
    private readonly NetworkKey _key;
    private readonly long _session;
    private readonly Lock _gate = new();
    private NetworkRecord? _record;
    private CutLearner? _own;
    private volatile LearntLimits? _ownLimits;
    private TimeSpan? _told;
    private TimeSpan _survived;
    private TimeSpan _survivedAt;
    private int _reports;
    private int _attached;
    private int _served;

    public SessionNetwork(NetworkTable table, NetworkKey key, long session)
    {
        (_table, _key, _session) = (table, key, session);
        _record = table.Find(key);
    }

    /// <summary>After how much silence to write something; null for the endpoint's own.</summary>
    public TimeSpan? KeepAlive => Least(_told, Least(_ownLimits?.KeepAlive, Known?.Limits?.KeepAlive));

    /// <summary>How long a poll may be held, as others learnt; null for the endpoint's own. (A client of ours learns its own hold by itself.)</summary>
    public TimeSpan? Hold => Known?.Limits?.Hold;

    /// <summary>Whether others needed a small write after each.</summary>
    public bool IsBehind => Known?.Limits?.IsBehind == true;

    private NetworkRecord? Known => _record is { IsForgotten: false } record ? record : null;

    /// <summary>How old a connection may get; null where nothing was learnt.</summary>
    public TimeSpan? LifeOf(int rung) => Least(_ownLimits?.LifeOf(rung), Known?.Limits?.LifeOf(rung));

    /// <summary>What the client was told when it opened the session: that is kept, whatever is forgotten.</summary>
    public void Told(TimeSpan heartbeat) => _told = heartbeat;

    public RungVerdict Verdict(string transport) => Known is { } record && Rungs.Of(transport) is >= 0 and var rung ? record.Verdict(rung, _table.Now) : default;

    /// <summary>A connection of this transport was attached: a report of its cut can be true.</summary>
    public void Attached(string transport)
    {
        if (Rungs.Of(transport) is >= 0 and var rung)
        {
            Interlocked.Or(ref _attached, 1 << rung);
        }
    }

    /// <summary>Takes a report; false where it is over the bound, malformed, about nothing known, or cannot be true.</summary>
    /// <param name="payload">The frame's payload.</param>
    /// <param name="age">The session's age.</param>
    /// <param name="active">The transport that carries the session now.</param>
    /// <param name="report">What was taken.</param>
    public bool TryReport(ReadOnlySpan<byte> payload, TimeSpan age, string? active, out ReportFrame report)
    {
        report = default;
        if (Interlocked.Increment(ref _reports) > MaxReports || !ReportFrame.TryParse(payload, out report))
        {
            return false;
        }

        return Rungs.Of(report.Transport) is >= 0 and var rung && Take(report, rung, age, active);
    }

    /// <summary>A client asks for a small write after each.</summary>
    public void Behind() => Record().Behind(_session, _table.Now);

    /// <summary>The server sees a connection carry the session; returns the record that counts it as alive.</summary>
    public NetworkRecord SeenAlive(int rung, TimeSpan age, NetworkRecord? countedBy)
    {
        var record = Record();
        var isNew = record != countedBy;
        if (isNew)
        {
            countedBy?.Ended(rung);
        }

        var now = _table.Now;
        record.SeenAlive(rung, _session, isNew, age, now);
        if (_own is { } own)
        {
            lock (_gate)
            {
                own.Outlived(rung, age, now);
                Review(own, now);
            }
        }

        return record;
    }

    /// <summary>The server saw a connection outlive a silence.</summary>
    public void Survived(TimeSpan silence)
    {
        var now = _table.Now;
        Known?.Survived(silence, now);
        lock (_gate)
        {
            (_survived, _survivedAt) = (silence, now);
            if (_own is { } own)
            {
                own.Survived(silence, now);
                Review(own, now);
            }
        }
    }

    /// <summary>What the session learnt for itself grows back and is forgotten too.</summary>
    public void Review()
    {
        if (_own is { } own)
        {
            lock (_gate)
            {
                Review(own, _table.Now);
            }
        }
    }

    private bool Take(in ReportFrame report, int rung, TimeSpan age, string? active)
    {
        var now = _table.Now;
        switch (report.Reason)
        {
            case ReportReasons.Proven:
                Record().Say(rung, _session, null, now);
                return true;
            case ReportReasons.Cut or ReportReasons.Silent:
                return TakeCut(report, rung, age, now);
            case ReportReasons.Refused or ReportReasons.NoAnswer or ReportReasons.NotOurs or ReportReasons.Swallowed or ReportReasons.Held or ReportReasons.Late
                or ReportReasons.DiedYoung when active != report.Transport: // what carries the session now has not failed it
                if (report.Reason == ReportReasons.DiedYoung && (_served & (1 << rung)) != 0)
                {
                    return true; // it worked until it was cut, and that teaches how to keep it
                }

                Record().Say(rung, _session, report.Reason, now);
                if (report.Reason == ReportReasons.Late)
                {
                    Behind();
                }

                return true;
            default:
                return false;
        }
    }

    private bool TakeCut(in ReportFrame report, int rung, TimeSpan age, TimeSpan now)
    {
        var wasAttached = (Volatile.Read(ref _attached) & (1 << rung)) != 0;
        var most = (age + Leeway).TotalMilliseconds;
        var isDead = report.Reason == ReportReasons.Silent;
        if (!wasAttached || report.Alive > most || report.Silent > most || (!isDead && report.Silent > report.Alive))
        {
            return false;
        }

        var cut = new CutSample(_session, rung, TimeSpan.FromMilliseconds(report.Alive), TimeSpan.FromMilliseconds(report.Silent), isDead, now);
        Record().Cut(cut);
        lock (_gate)
        {
            if (_own is null)
            {
                _own = new CutLearner(cuts: 2, sessions: 1, _table.Expiry);
                if (_survived > TimeSpan.Zero)
                {
                    _own.Survived(_survived, _survivedAt);
                }
            }

            _served |= _own.Add(cut) ? 1 << rung : 0;
            Review(_own, now);
        }

        return true;
    }

    private void Review(CutLearner own, TimeSpan now) => _ownLimits = LearntLimits.Of(own, isBehind: false, now);

    private NetworkRecord Record()
    {
        if (Known is { } record)
        {
            return record;
        }

        return _record = _table.GetOrAdd(_key);
    }

    private static TimeSpan? Least(TimeSpan? one, TimeSpan? other) => one is { } first && (other is not { } second || first < second) ? one : other;
}
