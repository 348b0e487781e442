using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>How a session stands, for administration: which transport it is on, why, and what was tried before.</summary>
public sealed record SessionStatus
{
    /// <summary>Its public name.</summary>
    public required SessionId Id { get; init; }

    /// <summary>The pattern that its endpoint was mapped to.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The user who opened it; null for an anonymous one.</summary>
    public string? UserId { get; init; }

    /// <summary>The address that opened it, as the host saw it.</summary>
    public string? Address { get; init; }

    /// <summary>Whether it is detached, attached, switching or closed.</summary>
    public required SessionPhase Phase { get; init; }

    /// <summary>The transport that carries messages now; null while detached.</summary>
    public string? Transport { get; init; }

    /// <summary>Whether an SDK client opened it.</summary>
    public required bool IsNegotiated { get; init; }

    /// <summary>How long ago it was opened.</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>How long it has been without a connection; null where it has one.</summary>
    public TimeSpan? DetachedFor { get; init; }

    /// <summary>When its credentials expire; null where they do not.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Messages that were sent to it and are not acknowledged yet, written or not.</summary>
    public required int LogMessages { get; init; }

    /// <summary>The bytes of those.</summary>
    public required int LogBytes { get; init; }

    /// <summary>The transports that it was offered, best first, each with the reason for its place. Empty for a native client, which chooses for itself.</summary>
    public required IReadOnlyList<OfferedTransport> Offered { get; init; }

    /// <summary>The transports that attached, oldest first; the last 16.</summary>
    public required IReadOnlyList<SessionTry> Tries { get; init; }

    /// <summary>What the client told of its network, oldest first; the last 16.</summary>
    public required IReadOnlyList<SessionReport> Reports { get; init; }
}
