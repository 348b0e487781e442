namespace MultiTransport.Benchmarks.Compare;

/// <summary>
/// How many times as much one contestant takes as another in the same rounds: the geometric mean of the rounds' ratios, and between which two values it
/// lies with 95 % confidence (Student's t on their logarithms). What disturbs both of a pair falls out.
/// </summary>
internal sealed record PairedRatio(double Mean, double Low, double High, int Pairs)
{
    // The 0.975 quantile of Student's t by degrees of freedom, 1 to 30.
    private static readonly double[] Quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>Null where no round has a figure of both.</summary>
    public static PairedRatio? Of(IEnumerable<(double Figure, double Reference)> pairs)
    {
        double[] logs = [.. pairs.Where(pair => pair is { Figure: > 0, Reference: > 0 }).Select(pair => Math.Log(pair.Figure / pair.Reference))];
        if (logs.Length == 0)
        {
            return null;
        }

        var mean = logs.Average();
        if (logs.Length == 1)
        {
            return new PairedRatio(Math.Exp(mean), 0, double.PositiveInfinity, 1);
        }

        var variance = logs.Sum(log => (log - mean) * (log - mean)) / (logs.Length - 1);
        var reach = Quantiles[Math.Min(logs.Length - 1, Quantiles.Length) - 1] * Math.Sqrt(variance / logs.Length);
        return new PairedRatio(Math.Exp(mean), Math.Exp(mean - reach), Math.Exp(mean + reach), logs.Length);
    }
}
