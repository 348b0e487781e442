namespace MultiTransport.Conformance.Runtimes;

/// <summary>After which message.</summary>
internal sealed record ScenarioSince(string? Epoch, long Position);
