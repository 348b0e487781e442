namespace MultiTransport.Conformance.Runtimes;

/// <summary>The properties of a session at one moment.</summary>
internal sealed record ScenarioLook(
    string State,
    string? Transport,
    IReadOnlyList<ScenarioAttempt> Attempts,
    IReadOnlyDictionary<string, ScenarioCounters> Counters,
    long BufferedAmount,
    string? Id,
    string Url);
