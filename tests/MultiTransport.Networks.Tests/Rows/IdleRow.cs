using MultiTransport.Networks.Tests.Origin;
using MultiTransport.Networks.Tests.Proxies;

namespace MultiTransport.Networks.Tests.Rows;

/// <summary>A network that ends connections which are silent or old, and how often that happens while the test watches.</summary>
internal sealed record IdleRow
{
    public required string Name { get; init; }

    public required string StandsFor { get; init; }

    public required ProxyProgram Program { get; init; }

    /// <summary>The name of the port that clients go to.</summary>
    public required string Port { get; init; }

    /// <summary>Heartbeat of the application; null is the default of 15 s.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>How long the test says nothing, each of two times.</summary>
    public required TimeSpan Silence { get; init; }

    /// <summary>True where the heartbeat keeps everything alive: WebSocket must stay.</summary>
    public bool Survives { get; init; }

    /// <summary>True where the test goes on talking until WebSocket is taken again.</summary>
    public bool ClimbsBack { get; init; }

    /// <summary>Runs only with <c>MULTITRANSPORT_NETWORKS=full</c>.</summary>
    public bool IsSlow { get; init; }

    /// <summary>True where clients are told of the proxy and ask it for the application.</summary>
    public bool IsForward { get; init; }

    public IReadOnlyList<string> Clients { get; init; } = NetworkRows.Usual;

    public int? ProxyPort => IsForward ? Ports.Of(Port) : null;

    public string Path(string client) => $"/idle-{Name}/{client}";

    public Uri Url(string client) => new($"http://127.0.0.1:{Ports.Of(IsForward ? Origins.Plain : Port)}{Path(client)}");
}
