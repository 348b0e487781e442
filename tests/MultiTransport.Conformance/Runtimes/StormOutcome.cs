namespace MultiTransport.Conformance.Runtimes;

/// <summary>What the client saw of a storm. Moves are counted as <c>from>to</c>.</summary>
internal sealed record StormOutcome(
    int Received, string? Wrong, IReadOnlyDictionary<string, int> Moves, IReadOnlyDictionary<string, ScenarioCounters> Counters, double Took);
