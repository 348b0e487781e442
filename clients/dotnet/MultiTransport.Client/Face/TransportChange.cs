namespace MultiTransport.Client;

/// <summary>The session moved to another transport.</summary>
/// <param name="From">The transport before, or null.</param>
/// <param name="To">The transport now, or null.</param>
/// <param name="Why">For people.</param>
public sealed record TransportChange(string? From, string? To, string Why);
