namespace MultiTransport.Protocol;

/// <summary>The answer to a negotiate request that opened a session.</summary>
public sealed record NegotiateResponse
{
    /// <summary>The protocol version.</summary>
    public int Version { get; set; } = AttachFrame.Version;

    /// <summary>The session's id and secret.</summary>
    public required SessionCredential Session { get; init; }

    /// <summary>The transports, best first.</summary>
    public required IReadOnlyList<OfferedTransport> Transports { get; init; }

    /// <summary>The limits.</summary>
    public required NegotiatedLimits Limits { get; init; }

    /// <summary>Seconds of silence before a ping.</summary>
    public required double Heartbeat { get; init; }

    /// <summary>The most seconds that a poll is held.</summary>
    public required double Hold { get; init; }

    /// <summary>Seconds that the session lives without a connection.</summary>
    public required double Resume { get; init; }

    /// <summary>Upstream: the highest number that the server has.</summary>
    public required long Received { get; init; }

    /// <summary>Upstream: everything up to here was handled.</summary>
    public required long Handled { get; init; }

    /// <summary>Which of them failed.</summary>
    public required IReadOnlyList<NegotiatedFail> Fails { get; init; }

    /// <summary>The number before the first of <see cref="Messages"/>.</summary>
    public required long Position { get; init; }

    /// <summary>Downstream messages that were ready within 50 ms.</summary>
    public required IReadOnlyList<NegotiateMessage> Messages { get; init; }
}
