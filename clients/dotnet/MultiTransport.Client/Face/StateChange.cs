namespace MultiTransport.Client;

/// <summary>The state changed.</summary>
/// <param name="From">The state before.</param>
/// <param name="To">The state now.</param>
/// <param name="Why">For people.</param>
public sealed record StateChange(ClientState From, ClientState To, string Why);
