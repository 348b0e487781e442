namespace MultiTransport;

/// <summary>What is done about the limits of a network. Immutable: the sweep reads it without a lock.</summary>
internal sealed class LearntLimits
{
    private const double Safety = 0.7;
    private const double HandOverAt = 0.9;
    private const double Spread = 0.1;

    private static readonly TimeSpan LeastKeepAlive = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeastHold = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastMargin = TimeSpan.FromSeconds(1);

    private readonly LearntTime? _life;
    private readonly TimeSpan _lifeNow;

    private LearntLimits(LearntTime? idle, LearntTime? life, bool isBehind, TimeSpan now)
    {
        (_life, _lifeNow, IsBehind) = (life, life?.By(now) ?? default, isBehind);
        if (idle is { } timer)
        {
            var safe = timer.By(now) * Safety;
            KeepAlive = safe > LeastKeepAlive ? safe : LeastKeepAlive;
            Hold = safe > LeastHold ? safe : LeastHold;
        }
    }

    /// <summary>Silence is broken after so long; null where nothing was learnt.</summary>
    public TimeSpan? KeepAlive { get; }

    /// <summary>Polls are held no longer.</summary>
    public TimeSpan? Hold { get; }

    /// <summary>Something on the way keeps each write back until the next.</summary>
    public bool IsBehind { get; }

    /// <summary>Null where there is nothing to do.</summary>
    public static LearntLimits? Of(CutLearner cuts, bool isBehind, TimeSpan now)
    {
        var (idle, life) = (cuts.Idle(now), cuts.Life(now));
        return idle is null && life is null && !isBehind ? null : new LearntLimits(idle, life, isBehind, now);
    }

    /// <summary>How old a connection may get on this transport; null where nothing was learnt.</summary>
    public TimeSpan? LifeOf(int rung) => _life is { } life && life.Concerns(rung) ? _lifeNow : null;

    /// <summary>At which age a connection is handed over: before the limit, and not all at once.</summary>
    /// <param name="life">The limit.</param>
    /// <param name="jitter">From 0 to 1, the same for the life of the connection.</param>
    public static TimeSpan HandOver(TimeSpan life, double jitter)
    {
        var margin = life * (1 - HandOverAt);
        return life - (margin > LeastMargin ? margin : LeastMargin) - (life * Spread * jitter);
    }
}
