namespace MultiTransport.Conformance.Scenarios;

/// <summary>A scenario failed; the message tells what the client and its server went through.</summary>
internal sealed class ScenarioFailedException(string message, Exception inner) : Exception(message, inner);
