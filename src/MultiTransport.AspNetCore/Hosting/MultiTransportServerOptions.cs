namespace MultiTransport;

/// <summary>The options of the whole process, over all endpoints.</summary>
public sealed class MultiTransportServerOptions
{
    /// <summary>The bounds on sessions and memory.</summary>
    public ServerLimits Limits { get; set; } = new();

    /// <summary>What is learnt of clients' networks.</summary>
    public NetworkOptions Networks { get; set; } = new();

    /// <summary>What topics there are.</summary>
    public TopicOptions Topics { get; set; } = new();

    /// <summary>How long a shutdown waits for clients to acknowledge what they were sent. Default 5 s; range 0 to 5 minutes.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often expiry, heartbeats and held polls are looked at, for all sessions together. Default 500 ms; range 10 ms to 5 s.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMilliseconds(500);
}
