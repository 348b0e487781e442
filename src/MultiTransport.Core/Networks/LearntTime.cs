namespace MultiTransport;

/// <summary>A limit of a network that several cuts agree on.</summary>
/// <param name="Value">The shortest of those that agree.</param>
/// <param name="Rungs">The transports that were cut, one bit each.</param>
/// <param name="Cuts">How many cuts agree.</param>
/// <param name="Sessions">How many sessions reported them.</param>
/// <param name="Since">When it was learnt.</param>
/// <param name="Confirmed">When a cut last agreed.</param>
internal readonly record struct LearntTime(TimeSpan Value, int Rungs, int Cuts, int Sessions, TimeSpan Since, TimeSpan Confirmed)
{
    private const double Growth = 1.1;

    private static readonly TimeSpan GrowsEvery = TimeSpan.FromMinutes(5);

    /// <summary>What is believed by now: a limit that nothing confirms is tried a little longer every five minutes, so that a network that changed is found out.</summary>
    public TimeSpan By(TimeSpan now) => Value * Math.Pow(Growth, Math.Floor((now - Confirmed) / GrowsEvery));

    /// <summary>Whether it is about this transport: it was cut itself, or two others were.</summary>
    public bool Concerns(int rung) => (Rungs & (1 << rung)) != 0 || int.PopCount(Rungs) > 1;
}
