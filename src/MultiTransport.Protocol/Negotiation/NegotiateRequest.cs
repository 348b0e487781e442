namespace MultiTransport.Protocol;

/// <summary>The body of a negotiate request (PROTOCOL.md, section 6). An empty body is an instance with its defaults.</summary>
public sealed record NegotiateRequest
{
    /// <summary>The protocol version that the client speaks.</summary>
    public int Version { get; set; } = AttachFrame.Version;

    /// <summary>22 base64url characters, random: the same key gets the same session and answer for 60 s.</summary>
    public string? Key { get; init; }

    /// <summary>What the client can do; null means everything.</summary>
    public IReadOnlyList<string>? Transports { get; init; }

    /// <summary>What did not work lately on this network.</summary>
    public IReadOnlyList<FailedTransport>? Failed { get; init; }

    /// <summary>The first upstream messages.</summary>
    public IReadOnlyList<NegotiateMessage>? Messages { get; init; }

    /// <summary>The session whose credentials this request renews; no session is opened then.</summary>
    public SessionCredential? Renew { get; init; }

    /// <summary>Does not tell the key: for an anonymous user it is worth the session.</summary>
    public override string ToString() => $"{nameof(NegotiateRequest)} {{ Version = {Version}, Messages = {Messages?.Count ?? 0} }}";
}
