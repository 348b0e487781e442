namespace MultiTransport.Conformance.Runtimes;

/// <summary>So many numbered messages up, as fast as that; the server sends as many down.</summary>
internal sealed record StormPlan(int Count, int PerSecond);
