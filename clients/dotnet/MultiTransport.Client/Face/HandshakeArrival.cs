namespace MultiTransport.Client;

/// <summary>How a WebSocket handshake arrived at the server (PROTOCOL.md, section 7.7): what a network made of it on the way.</summary>
public sealed record HandshakeArrival
{
    /// <summary>Whether it arrived at all; where not, the rest says nothing.</summary>
    public bool Arrived { get; init; }

    /// <summary>The HTTP method as it arrived.</summary>
    public string? Method { get; init; }

    /// <summary>The HTTP version, for example <c>HTTP/1.1</c>.</summary>
    public string? Protocol { get; init; }

    /// <summary>The header <c>Upgrade</c>, or null where it did not arrive.</summary>
    public string? Upgrade { get; init; }

    /// <summary>The header <c>Connection</c>, or null where it did not arrive.</summary>
    public string? Connection { get; init; }

    /// <summary>Whether <c>Sec-WebSocket-Key</c> arrived.</summary>
    public bool Key { get; init; }

    /// <summary>The header <c>Sec-WebSocket-Version</c>, or null where it did not arrive.</summary>
    public string? Version { get; init; }

    /// <summary>The header <c>Via</c>: the proxies on the way that tell of themselves.</summary>
    public string? Via { get; init; }

    /// <summary>The status that the server answered; 101 where it accepted.</summary>
    public int Answered { get; init; }

    /// <summary>Whether the client's first frame came through it.</summary>
    public bool Attached { get; init; }
}
