namespace MultiTransport.AspNetCore.Doctor;

/// <summary>The same URL asked for several times. The server gives each request that reaches it a serial of its own.</summary>
internal sealed record RepeatProbe
{
    /// <summary>True where both were asked for at once.</summary>
    public bool Together { get; set; }

    /// <summary>True where the answer forbids storing, as all answers of MultiTransport do.</summary>
    public bool NoStore { get; set; }

    /// <summary>How long the server holds each answer, in milliseconds.</summary>
    public double Hold { get; set; }

    /// <summary>The serials that came back; an empty one for an answer that is not this server's.</summary>
    public IReadOnlyList<string> Serials { get; set; } = [];

    /// <summary>When each answer came, in milliseconds since it was asked for.</summary>
    public IReadOnlyList<double> At { get; set; } = [];
}
