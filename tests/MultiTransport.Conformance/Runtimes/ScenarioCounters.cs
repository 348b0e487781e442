namespace MultiTransport.Conformance.Runtimes;

/// <summary>What one transport carried, and how often it became the active one.</summary>
internal sealed record ScenarioCounters(long Up, long Down, long Taken);
