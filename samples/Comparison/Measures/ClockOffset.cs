namespace MultiTransport.Comparison.Measures;

/// <summary>The other end's clock minus ours, and how wrong that may be: half of the shortest round trip, since nobody knows how it divides.</summary>
internal sealed record ClockOffset(long Nanoseconds, long ErrorNanoseconds)
{
    /// <summary>Both ends on one machine read the same clock.</summary>
    public static readonly ClockOffset Same = new(0, 0);

    public static ClockOffset Estimate(IReadOnlyCollection<ClockSample> samples)
    {
        if (samples.Count == 0)
        {
            throw new ArgumentException("An offset needs at least one sample.", nameof(samples));
        }

        var best = samples.MinBy(sample => sample.RoundTrip);
        return new ClockOffset(best.Offset, Math.Max(1, best.RoundTrip / 2));
    }

    /// <summary>What is to be said where a later estimate contradicts this one: a clock jumped or drifted meanwhile, and latencies across machines are off by as much.</summary>
    public string? Contradiction(ClockOffset later)
    {
        var moved = Math.Abs(later.Nanoseconds - Nanoseconds);
        return moved <= ErrorNanoseconds + later.ErrorNanoseconds
            ? null
            : $"a clock jumped: the offset between the two machines moved by {moved / 1e6:0.000} ms during the run (known to ±{(ErrorNanoseconds + later.ErrorNanoseconds) / 1e6:0.000} ms); one-way latencies are off by up to that";
    }
}
