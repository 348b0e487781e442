namespace MultiTransport.Trust.Probes;

/// <summary>How long the echoes of one stretch of time took.</summary>
/// <param name="Count">How many came.</param>
/// <param name="P50">The median, in milliseconds.</param>
/// <param name="P99">99 of 100 were as fast, in milliseconds.</param>
/// <param name="Max">The slowest, in milliseconds.</param>
internal sealed record Latencies(int Count, double P50, double P99, double Max)
{
    public static Latencies Of(IReadOnlyList<double> milliseconds)
    {
        if (milliseconds.Count == 0)
        {
            return new Latencies(0, 0, 0, 0);
        }

        var sorted = milliseconds.Order().ToArray();
        return new Latencies(sorted.Length, At(0.5), At(0.99), sorted[^1]);

        double At(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
