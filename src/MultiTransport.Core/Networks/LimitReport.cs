namespace MultiTransport;

/// <summary>A limit that a network sets to connections, and the evidence.</summary>
public sealed record LimitReport
{
    /// <summary>The shortest that was reported.</summary>
    public required TimeSpan Measured { get; init; }

    /// <summary>What is believed by now: it grows by a tenth every five minutes in which no cut confirms it.</summary>
    public required TimeSpan Believed { get; init; }

    /// <summary>How many cuts agree.</summary>
    public required int Cuts { get; init; }

    /// <summary>How many sessions reported them.</summary>
    public required int Sessions { get; init; }

    /// <summary>How long ago it was learnt.</summary>
    public required TimeSpan LearntAgo { get; init; }

    /// <summary>How long ago a cut last agreed.</summary>
    public required TimeSpan ConfirmedAgo { get; init; }

    /// <summary>The transports that were cut.</summary>
    public required IReadOnlyList<string> Transports { get; init; }

    /// <summary>Whose default it probably is; empty where none is near.</summary>
    public required string LikelyOwner { get; init; }
}
