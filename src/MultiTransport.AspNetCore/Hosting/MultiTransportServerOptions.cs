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

    /// <summary>
    /// How long a shutdown may take to end the sessions: each gets a third of it to acknowledge what it was sent, and nobody is told later. The host's
    /// <see cref="Microsoft.Extensions.Hosting.HostOptions.ShutdownTimeout"/> ends it early where that is less. Default 5 s; range 0 to 5 minutes.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many sessions a second a shutdown sends to the other nodes. Where two thirds of <see cref="DrainTimeout"/> are too short for that, they are spread
    /// over those evenly. Default 100; range 1 to 1,000,000.
    /// </summary>
    public int DrainPace { get; set; } = 100;

    /// <summary>How often expiry, heartbeats and held polls are looked at, for all sessions together. Default 500 ms; range 10 ms to 5 s.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How late that look may come before new sessions are refused with 503 <c>busy</c>: then threads are short, and what is left is for those that are
    /// in. Default 3 s; range 100 ms to 1 hour.
    /// </summary>
    public TimeSpan MaxSweepDelay { get; set; } = TimeSpan.FromSeconds(3);
}
