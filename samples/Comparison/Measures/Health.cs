namespace MultiTransport.Comparison.Measures;

/// <summary>Whether whoever sends and receives kept up. Where it did not, the figures are about it and not about the server, and the report says so.</summary>
internal static class Health
{
    private const double BusyLimit = 0.9;
    private const double LateLimitMilliseconds = 5;

    /// <param name="busy">The share of time in which the generator worked.</param>
    /// <param name="lateness">How late it sent; null where it only received.</param>
    /// <returns>What was wrong, or null.</returns>
    public static string? OfGenerator(double busy, Histogram? lateness)
    {
        if (busy > BusyLimit)
        {
            return $"the generator was the limit: it worked {busy:P0} of the time";
        }

        return lateness is { Count: > 0 } && lateness.Milliseconds(99) > LateLimitMilliseconds
            ? $"the generator was the limit: it sent {lateness.Milliseconds(99):0.0} ms late (p99)"
            : null;
    }

    public static string? OfPublisher(Histogram lateness) =>
        lateness.Count > 0 && lateness.Milliseconds(99) > LateLimitMilliseconds
            ? $"the server's publisher was {lateness.Milliseconds(99):0.0} ms late (p99)"
            : null;
}
