namespace MultiTransport.Testing;

/// <summary>What happens to one connection. The default does nothing.</summary>
public sealed record FaultPlan
{
    public static FaultPlan None { get; } = new();

    /// <summary>What else happens to it; behind those of <see cref="FaultProxy.Faults"/>.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>The connection is refused: accepted and reset at once.</summary>
    public bool Refuse { get; init; }

    /// <summary>Cut once exactly this many bytes went up.</summary>
    public long? CutAfterUp { get; init; }

    /// <summary>Cut once exactly this many bytes came down.</summary>
    public long? CutAfterDown { get; init; }

    /// <summary>How the planned cuts are done.</summary>
    public CutKind Cut { get; init; } = CutKind.Reset;

    /// <summary>How long each piece that goes up is on its way.</summary>
    public TimeSpan DelayUp { get; init; }

    public TimeSpan DelayDown { get; init; }

    public long? BytesPerSecondUp { get; init; }

    public long? BytesPerSecondDown { get; init; }

    public ProxyFlow FlowUp { get; init; }

    public ProxyFlow FlowDown { get; init; }

    /// <summary>Takes <c>Upgrade</c> and its <c>Connection</c> token out of the first request: <see cref="UpgradeStripped"/>.</summary>
    public bool StripUpgrade { get; init; }

    /// <summary>Cut once this many bytes of the content of a response went down, of a request that <see cref="TruncateWhere"/> fits: <see cref="BodyCut"/>.</summary>
    public long? TruncateResponseBody { get; init; }

    public Func<ProxiedRequest, bool> TruncateWhere { get; init; } = _ => true;

    /// <summary>Sends a request a second time: <see cref="Replayed"/>.</summary>
    public ReplayPlan? Replay { get; init; }

    internal IReadOnlyList<Fault> All
    {
        get
        {
            var all = new List<Fault>(Faults);
            if (StripUpgrade)
            {
                all.Add(new UpgradeStripped { Where = request => request.Index == 0 });
            }

            if (TruncateResponseBody is { } most)
            {
                all.Add(new BodyCut { After = most, Kind = Cut, Where = TruncateWhere });
            }

            if (Replay is { } replay)
            {
                all.Add(new Replayed(replay));
            }

            return all;
        }
    }
}
