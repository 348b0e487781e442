namespace MultiTransport.Chaos.Runs;

/// <summary>How fast something grows: the line of least squares through readings, in percent of their mean an hour, with the bounds of 95 % confidence.</summary>
/// <param name="Readings">How many readings it is of.</param>
/// <param name="PercentPerHour">Of the line.</param>
/// <param name="Least">The lower bound.</param>
/// <param name="Most">The upper bound.</param>
internal sealed record Slope(int Readings, double PercentPerHour, double Least, double Most)
{
    private const int Fewest = 5;

    /// <summary>Null where the readings are too few to say anything.</summary>
    public static Slope? Of(IReadOnlyList<(TimeSpan At, double Value)> readings)
    {
        var n = readings.Count;
        if (n < Fewest)
        {
            return null;
        }

        var (meanX, meanY) = (readings.Average(static one => one.At.TotalHours), readings.Average(static one => one.Value));
        var spread = readings.Sum(one => Math.Pow(one.At.TotalHours - meanX, 2));
        var slope = readings.Sum(one => (one.At.TotalHours - meanX) * (one.Value - meanY)) / spread;
        var rest = readings.Sum(one => Math.Pow(one.Value - meanY - (slope * (one.At.TotalHours - meanX)), 2));
        var error = Math.Sqrt(rest / (n - 2) / spread) * Student(n - 2);
        return new Slope(n, Percent(slope), Percent(slope - error), Percent(slope + error));

        double Percent(double perHour) => 100 * perHour / meanY;
    }

    /// <summary>The two-sided 95 % quantile of Student's t, by Cornish and Fisher's expansion; off by less than 0.02 from three degrees on.</summary>
    private static double Student(int freedom)
    {
        const double z = 1.959964;
        var (z3, z5, z7) = (Math.Pow(z, 3), Math.Pow(z, 5), Math.Pow(z, 7));
        return z + ((z3 + z) / (4.0 * freedom)) + (((5 * z5) + (16 * z3) + (3 * z)) / (96.0 * freedom * freedom))
            + (((3 * z7) + (19 * z5) + (17 * z3) - (15 * z)) / (384.0 * Math.Pow(freedom, 3)));
    }
}
