namespace MultiTransport.Conformance.Runtimes;

/// <summary>What a browser is told of its network. The control connection is no part of it.</summary>
internal sealed record RuntimeNetwork
{
    public static RuntimeNetwork Plain { get; } = new();

    /// <summary>The proxy on loopback that everything has to go through, loopback too.</summary>
    public int? ProxyPort { get; init; }

    /// <summary>A certificate authority (PEM) to trust.</summary>
    public string? AuthorityFile { get; init; }
}
