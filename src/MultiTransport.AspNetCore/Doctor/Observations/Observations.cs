namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Everything that one run measured, as a page or the command line posts it. What comes from a client is measured by <see cref="ObservationFaults"/> before anything is concluded.</summary>
internal sealed record Observations
{
    /// <summary>Who measured: <c>page</c> or <c>cli</c>.</summary>
    public string Client { get; set; } = "";

    /// <summary>The browser or runtime.</summary>
    public string? Agent { get; set; }

    /// <summary>The doctor's address as the client sees it.</summary>
    public string Url { get; set; } = "";

    /// <summary>The proxy that the client was told to use, without its credentials.</summary>
    public string? Proxy { get; set; }

    /// <summary>The shortest of the first exchanges, in milliseconds.</summary>
    public double? RoundTrip { get; set; }

    /// <summary>The first exchanges, by GET and by POST, which bring back the request head as it arrived.</summary>
    public IReadOnlyList<EchoProbe> Echoes { get; set; } = [];

    public SocketProbe? WebSocket { get; set; }

    public IReadOnlyList<StripProbe> Strips { get; set; } = [];

    /// <summary>Bodies, URLs, header fields and methods.</summary>
    public IReadOnlyList<TryProbe> Tries { get; set; } = [];

    /// <summary>The same URL asked for twice.</summary>
    public IReadOnlyList<RepeatProbe> Repeats { get; set; } = [];

    /// <summary>Silences that were tried on demand.</summary>
    public IReadOnlyList<IdleProbe> Idles { get; set; } = [];

    /// <summary>The short form of the same on other addresses of this server.</summary>
    public IReadOnlyList<OtherAddress> Others { get; set; } = [];
}
