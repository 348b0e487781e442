namespace MultiTransport.Server.Api.Sessions;

/// <summary>All that is known of a session. Times are seconds.</summary>
internal sealed record SessionAnswer
{
    public required string Id { get; init; }

    public required string Endpoint { get; init; }

    public string? User { get; init; }

    public string? Address { get; init; }

    /// <summary>Whether a client of ours opened it.</summary>
    public required bool Sdk { get; init; }

    public required string Phase { get; init; }

    public string? Transport { get; init; }

    /// <summary>Why it is on it: why that transport was offered at its place, or that the client chose for itself.</summary>
    public string? Why { get; init; }

    public required double Age { get; init; }

    public double? DetachedFor { get; init; }

    public DateTimeOffset? Expires { get; init; }

    /// <summary>Messages that were sent to it and are not acknowledged yet.</summary>
    public required int QueuedMessages { get; init; }

    public required int QueuedBytes { get; init; }

    public required IReadOnlyList<string> Subscriptions { get; init; }

    /// <summary>What it was offered, best first.</summary>
    public required IReadOnlyList<SessionOffer> Offered { get; init; }

    /// <summary>What attached, oldest first.</summary>
    public required IReadOnlyList<SessionAttempt> Tries { get; init; }

    /// <summary>What its client told of its network, oldest first.</summary>
    public required IReadOnlyList<SessionTold> Reports { get; init; }

    /// <summary>What it cost on the wire, by transport; empty where nothing is counted.</summary>
    public required IReadOnlyDictionary<string, SessionBytes> Wire { get; init; }
}
