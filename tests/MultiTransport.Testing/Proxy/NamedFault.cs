namespace MultiTransport.Testing;

/// <summary>A network as a row of a table: what it is like, and what can work through it.</summary>
public sealed record NamedFault
{
    public required string Name { get; init; }

    /// <summary>The network, product or sighting that it stands for.</summary>
    public required string Mirrors { get; init; }

    /// <summary>True where a POST and its short answer still come through promptly, to and from the real server. Where not at once but after a while, <see cref="Recovers"/>.</summary>
    public bool HttpAnswers { get; init; } = true;

    /// <summary>True where the fault only meets the first requests or connections, and the network is fine after that.</summary>
    public bool Recovers { get; init; }

    /// <summary>The best of the <see cref="TransportName">transports</see> that can carry a session through it, and stay; null where none can.</summary>
    public required string? BestTransport { get; init; }

    /// <summary>Makes the proxy such a network. Every call makes new faults, so rows share nothing.</summary>
    public required Action<FaultProxy> Apply { get; init; }

    public override string ToString() => Name;
}
