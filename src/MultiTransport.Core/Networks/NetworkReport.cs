namespace MultiTransport;

/// <summary>What the server knows of one network, for an operator. It is all that is stored.</summary>
public sealed record NetworkReport
{
    /// <summary>Where its clients are: a /24 of IPv4, a /48 of IPv6, <c>loopback</c> or <c>unknown</c>.</summary>
    public required string Prefix { get; init; }

    /// <summary>How its proxies write headers, as words of a fixed list; <c>none</c> where they show nothing.</summary>
    public required string Proxies { get; init; }

    /// <summary>When it was first heard of.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How long ago anything was last learnt.</summary>
    public required TimeSpan LastHeard { get; init; }

    /// <summary>The transports of which anything is known, best first.</summary>
    public required IReadOnlyList<TransportReport> Transports { get; init; }

    /// <summary>Silence after which connections are cut; null where none was learnt.</summary>
    public LimitReport? IdleTimer { get; init; }

    /// <summary>Age at which connections are cut; null where none was learnt. They are handed over before it.</summary>
    public LimitReport? Lifetime { get; init; }

    /// <summary>After how much silence something is written; null for the endpoint's own.</summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>How long polls are held; null for the endpoint's own.</summary>
    public TimeSpan? Hold { get; init; }

    /// <summary>Whether held responses of native clients write a little more after each message.</summary>
    public bool TrailingWrites { get; init; }
}
