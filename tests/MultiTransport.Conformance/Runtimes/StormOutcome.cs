namespace MultiTransport.Conformance.Runtimes;

/// <summary>What the client saw of a storm: how often it moved up and down the ladder, and what each transport carried.</summary>
internal sealed record StormOutcome(int Received, string? Wrong, int Up, int Down, IReadOnlyDictionary<string, ScenarioCounters> Counters, double Took);
