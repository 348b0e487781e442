namespace MultiTransport.Client;

/// <summary>The pause before the next try: full jitter below a bound that doubles with each failure in a row (PROTOCOL.md, section 13.4).</summary>
internal sealed class BackOff(Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    /// <summary>Failures in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>Counts a failure and says how long to wait; never less than the server asked for.</summary>
    public TimeSpan Next(TimeSpan? retryAfter = null)
    {
        var bound = First * Math.Pow(2, Math.Min(Failures, 10));
        Failures++;
        var pause = (bound > Most ? Most : bound) * random.NextDouble();
        return retryAfter is { } asked && asked > pause ? asked : pause;
    }

    public void Reset() => Failures = 0;
}
