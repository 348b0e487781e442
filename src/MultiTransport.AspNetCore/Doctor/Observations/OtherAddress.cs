namespace MultiTransport.AspNetCore.Doctor;

/// <summary>The short form of a run on another address of the same server: over TLS, or past the reverse proxy.</summary>
internal sealed record OtherAddress
{
    public string Url { get; set; } = "";

    public IReadOnlyList<EchoProbe> Echoes { get; set; } = [];

    public SocketProbe? WebSocket { get; set; }

    public IReadOnlyList<StripProbe> Strips { get; set; } = [];
}
