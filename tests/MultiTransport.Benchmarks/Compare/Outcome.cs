namespace MultiTransport.Benchmarks.Compare;

/// <summary>What one contestant did at one piece of work in one round.</summary>
internal sealed record Outcome(string Work, string Transport, string Contestant, int Round, IReadOnlyDictionary<string, double> Figures, string? Limit);
