namespace MultiTransport;

/// <summary>
/// Tells from the cuts of one session, or of one network, what ends connections there: an idle timer (the silence before the cut is always the same) or a
/// limit of life (the age is, although bytes flowed). Has no clock, and is not thread-safe.
/// </summary>
/// <param name="cuts">How many must agree.</param>
/// <param name="sessions">How many sessions these must come from.</param>
/// <param name="expiry">How long a cut counts.</param>
internal sealed class CutLearner(int cuts, int sessions, TimeSpan expiry)
{
    private const int MaxSamples = 16;
    private const int MaxOfSession = 2;
    private const double Agreement = 0.1;
    private const double DeadAfter = 1.75; // heartbeats of silence until a client believes that a connection is dead

    /// <summary>Shorter ones cannot be served: keep-alives closer than 2 s cost more than polls.</summary>
    private static readonly TimeSpan LeastIdle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeastLife = TimeSpan.FromSeconds(2.5);

    /// <summary>A connection that outlived a silence speaks for so long; living ones say it again and again.</summary>
    private static readonly TimeSpan SurvivalHolds = TimeSpan.FromMinutes(2);

    private readonly List<CutSample> _samples = [];
    private LearntTime? _idle;
    private LearntTime? _life;
    private TimeSpan _survived;
    private TimeSpan _survivedAt;
    private TimeSpan _outlivedAt = TimeSpan.MinValue;

    /// <summary>The idle timer, if there is one.</summary>
    public LearntTime? Idle(TimeSpan now) => _idle is { } idle && now - idle.Confirmed <= expiry ? idle : null;

    /// <summary>The limit of life, if there is one.</summary>
    public LearntTime? Life(TimeSpan now) => _life is { } life && now - life.Confirmed <= expiry ? life : null;

    /// <summary>
    /// One more cut. What fits both is taken for an idle timer: kept alive, the next connection shows whether it was. Returns whether it is of a kind that
    /// something can be done about, once others agree.
    /// </summary>
    public bool Add(in CutSample cut)
    {
        Keep(cut);
        if (!cut.WasFoundDead)
        {
            _ = TryLearnIdle(cut) || TryLearnLife(cut);
        }
        else
        {
            _ = TryLearnLife(cut) || TryLearnIdle(cut);
        }

        return IdleOf(cut) is not null || LifeOf(cut) is not null;
    }

    /// <summary>A connection was silent for so long and lives: no idle timer is as short.</summary>
    public void Survived(TimeSpan silence, TimeSpan now)
    {
        if (silence >= _survived || now - _survivedAt > SurvivalHolds)
        {
            _survived = silence;
        }

        _survivedAt = now;
        if (_idle is { } idle && silence >= idle.Value)
        {
            _idle = null;
        }
    }

    /// <summary>A connection is so old and lives.</summary>
    public void Outlived(int rung, TimeSpan age, TimeSpan now)
    {
        if (_life is { } life && life.Concerns(rung) && age > life.Value * (1 + Agreement))
        {
            _life = null;
            _outlivedAt = now;
        }
    }

    private bool TryLearnIdle(in CutSample cut) => TryLearn(ref _idle, cut, IdleOf, TimeSpan.MinValue);

    private bool TryLearnLife(in CutSample cut) => TryLearn(ref _life, cut, LifeOf, _outlivedAt);

    private bool TryLearn(ref LearntTime? learnt, CutSample cut, Func<CutSample, TimeSpan?> valueOf, TimeSpan after)
    {
        var now = cut.At;
        if (valueOf(cut) is not { } value)
        {
            return false;
        }

        var agreeing = _samples.Where(sample => sample.At > after && now - sample.At <= expiry && valueOf(sample) is { } other && Agrees(value, other)).ToList();
        var shortest = agreeing.Count == 0 ? value : agreeing.Min(sample => valueOf(sample)!.Value);
        var rungs = agreeing.Aggregate(1 << cut.Rung, static (mask, sample) => mask | (1 << sample.Rung));
        var who = agreeing.DistinctBy(static sample => sample.Session).Count();
        if (learnt is { } known && now - known.Confirmed <= expiry && Agrees(known.Value, value))
        {
            learnt = known with { Value = Min(known.Value, value), Rungs = known.Rungs | (1 << cut.Rung), Cuts = known.Cuts + 1, Sessions = Math.Max(known.Sessions, who), Confirmed = now };
            return true;
        }

        if (agreeing.Count < cuts || who < sessions)
        {
            return false;
        }

        learnt = new LearntTime(shortest, rungs, agreeing.Count, who, now, now);
        return true;
    }

    private TimeSpan? IdleOf(CutSample cut)
    {
        var silence = cut.WasFoundDead ? cut.Silent / DeadAfter : cut.Silent;
        var isDisproved = cut.At - _survivedAt <= SurvivalHolds && silence <= _survived;
        return silence >= LeastIdle && !isDisproved ? silence : null;
    }

    /// <summary>Bytes must have flowed up to nearly the end, else it may have been the silence.</summary>
    private TimeSpan? LifeOf(CutSample cut)
    {
        var flowed = cut.WasFoundDead ? cut.Alive >= cut.Silent * 1.2 : cut.Silent < cut.Alive * 0.7;
        return flowed && cut.Alive >= LeastLife ? cut.Alive : null;
    }

    /// <summary>No session keeps more than two, so that one cannot push out what others said.</summary>
    private void Keep(in CutSample cut)
    {
        var session = cut.Session;
        if (sessions > 1 && _samples.Count(sample => sample.Session == session) >= MaxOfSession)
        {
            _samples.RemoveAt(_samples.FindIndex(sample => sample.Session == session));
        }

        if (_samples.Count == MaxSamples)
        {
            _samples.RemoveAt(0);
        }

        _samples.Add(cut);
    }

    private static bool Agrees(TimeSpan one, TimeSpan other) => (one - other).Duration() <= (one > other ? one : other) * Agreement;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
