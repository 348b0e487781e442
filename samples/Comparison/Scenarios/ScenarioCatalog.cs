namespace MultiTransport.Comparison.Scenarios;

/// <summary>Every scenario, in the order of the report.</summary>
internal static class ScenarioCatalog
{
    public static readonly IScenario[] All =
    [
        new OverheadScenario(),
        new LatencyScenario(),
        new UpstreamScenario(),
        new DuplexScenario(),
    ];
}
