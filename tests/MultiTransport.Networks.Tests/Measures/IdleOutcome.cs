namespace MultiTransport.Networks.Tests.Measures;

/// <summary>How one client lived in a network that ends what is silent or old.</summary>
internal sealed record IdleOutcome(string Network, string StandsFor, string Client, IReadOnlyList<string> Path, int Lost);
