namespace MultiTransport.Conformance.Runtimes;

/// <summary>How a scenario subscribes to a topic.</summary>
internal sealed record ScenarioSubscribe
{
    public ScenarioSince? Since { get; init; }

    public int? Last { get; init; }

    public bool Presence { get; init; }

    /// <summary>Whether messages are listened to from the start.</summary>
    public bool Listen { get; init; } = true;
}
