namespace MultiTransport.Networks.Tests.Measures;

/// <summary>How one client fared in one network.</summary>
internal sealed record CellOutcome
{
    public required string Network { get; init; }

    public required string Client { get; init; }

    /// <summary>The transport that it ended up on, or null where nothing works.</summary>
    public required string? Transport { get; init; }

    /// <summary>From connect to the first echo, by the client's clock.</summary>
    public double? FirstMessage { get; init; }

    /// <summary>How many HTTP exchanges that took.</summary>
    public int? Exchanges { get; init; }

    /// <summary>When the transport of the end was taken.</summary>
    public double? Settled { get; init; }

    /// <summary>What came of the first try of a WebSocket.</summary>
    public string? WebSocket { get; init; }

    /// <summary>What was tried, in order.</summary>
    public IReadOnlyList<string> Tried { get; init; } = [];

    /// <summary>Of the numbered messages up, how many are missing or wrong.</summary>
    public int? LostUp { get; init; }

    /// <summary>The same down.</summary>
    public int? LostDown { get; init; }

    /// <summary>How long those took, milliseconds.</summary>
    public double? Traffic { get; init; }

    /// <summary>Answers that were lost on purpose.</summary>
    public int Died { get; init; }

    /// <summary>Its events, for who wants to know more.</summary>
    public string Story { get; init; } = "";

    /// <summary>How it was refused.</summary>
    public string? Refused { get; init; }
}
