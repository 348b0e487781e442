namespace MultiTransport;

/// <summary>How a shutdown spreads the ends of sessions over time.</summary>
/// <param name="Timeout">When the last one has been told.</param>
/// <param name="Pace">How many are told a second, as long as that fits into the time.</param>
internal readonly record struct DrainPlan(TimeSpan Timeout, int Pace)
{
    /// <summary>Sessions whose turns fall into one step are told together.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>How long after its turn a session may take to acknowledge what it was sent. Turns are over when the last third begins, so that each has it.</summary>
    public TimeSpan Share => Timeout / 3;

    /// <summary>When each of <paramref name="count"/> sessions has its turn, in order: in batches that are evenly spread, each somewhere within its step, and the first at once.</summary>
    public TimeSpan[] Turns(int count, Random random)
    {
        var needed = TimeSpan.FromSeconds((double)count / Pace);
        var window = needed < Timeout - Share ? needed : Timeout - Share;
        var turns = new TimeSpan[count];
        var (batch, jitter) = (0L, 0.0);
        for (var i = 0; i < count; i++)
        {
            var next = (window * i / count).Ticks / Step.Ticks;
            if (next != batch)
            {
                (batch, jitter) = (next, random.NextDouble());
            }

            turns[i] = Step * (batch - jitter);
        }

        return turns;
    }
}
