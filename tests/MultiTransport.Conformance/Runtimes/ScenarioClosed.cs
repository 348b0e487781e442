namespace MultiTransport.Conformance.Runtimes;

/// <summary>How a session ended, as its client tells it.</summary>
internal sealed record ScenarioClosed(string Code, int Number, string Reason);
