namespace MultiTransport.Comparison.Scenarios;

/// <summary>Every scenario, in the order of the report.</summary>
internal static class ScenarioCatalog
{
    public static readonly IScenario[] All =
    [
        new OverheadScenario(),
        new EmptyPollsScenario(),
        new LatencyScenario(),
        new UpstreamScenario(),
        new DuplexScenario(),
        new HandshakeScenario(),
        new FramingScenario(),
        new MaskingScenario(),
        new BinaryScenario(),
        new CompressionScenario(),
        new StateScenario(),
        new HeartbeatScenario(),
        new ReconnectScenario(),
        new HeldConnectionsScenario(),
        new FirewallScenario(),
        new PeersScenario(),
    ];
}
