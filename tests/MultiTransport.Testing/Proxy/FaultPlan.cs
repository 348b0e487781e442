namespace MultiTransport.Testing;

/// <summary>What happens to one connection. The default does nothing.</summary>
public sealed record FaultPlan
{
    public static FaultPlan None { get; } = new();

    /// <summary>The connection is refused: accepted and reset at once.</summary>
    public bool Refuse { get; init; }

    /// <summary>Cut once exactly this many bytes went up.</summary>
    public long? CutAfterUp { get; init; }

    /// <summary>Cut once exactly this many bytes came down.</summary>
    public long? CutAfterDown { get; init; }

    /// <summary>How the planned cuts are done.</summary>
    public CutKind Cut { get; init; } = CutKind.Reset;

    /// <summary>Waited before each piece that goes up.</summary>
    public TimeSpan DelayUp { get; init; }

    public TimeSpan DelayDown { get; init; }

    public long? BytesPerSecondUp { get; init; }

    public long? BytesPerSecondDown { get; init; }

    public ProxyFlow FlowUp { get; init; }

    public ProxyFlow FlowDown { get; init; }

    /// <summary>Takes <c>Upgrade</c> and its <c>Connection</c> token out of the first request, as a proxy does that does not know it.</summary>
    public bool StripUpgrade { get; init; }

    /// <summary>Cut once this many bytes of the body of a response went down: of the first response to a request that <see cref="TruncateWhere"/> fits.</summary>
    public long? TruncateResponseBody { get; init; }

    public Func<ProxiedRequest, bool> TruncateWhere { get; init; } = _ => true;

    /// <summary>Sends a request a second time.</summary>
    public ReplayPlan? Replay { get; init; }
}
