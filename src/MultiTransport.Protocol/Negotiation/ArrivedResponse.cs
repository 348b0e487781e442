namespace MultiTransport.Protocol;

/// <summary>How a WebSocket handshake arrived at the server (PROTOCOL.md, section 7.7). A header that did not arrive is null, and absent in the JSON.</summary>
public sealed record ArrivedResponse
{
    /// <summary>Whether anything arrived under the token; if not, the rest says nothing.</summary>
    public bool Arrived { get; set; }

    /// <summary>The HTTP method.</summary>
    public string? Method { get; set; }

    /// <summary>The HTTP version that the server saw, for example <c>HTTP/1.0</c>.</summary>
    public string? Protocol { get; set; }

    /// <summary>The header <c>Upgrade</c>.</summary>
    public string? Upgrade { get; set; }

    /// <summary>The header <c>Connection</c>.</summary>
    public string? Connection { get; set; }

    /// <summary>Whether there was a <c>Sec-WebSocket-Key</c>.</summary>
    public bool Key { get; set; }

    /// <summary>The header <c>Sec-WebSocket-Version</c>.</summary>
    public string? Version { get; set; }

    /// <summary>The header <c>Via</c>.</summary>
    public string? Via { get; set; }

    /// <summary>The status that the server answered; 101 where it accepted.</summary>
    public int Answered { get; set; }

    /// <summary>Whether an attach came through the WebSocket.</summary>
    public bool Attached { get; set; }
}
