namespace MultiTransport.AspNetCore.Doctor;

/// <summary>What is concluded from observations.</summary>
internal sealed record Diagnosis
{
    public Health Health { get; set; }

    /// <summary>The conclusion in one plain sentence or two.</summary>
    public string Sentence { get; set; } = "";

    /// <summary>How sure it is.</summary>
    public Confidence Confidence { get; set; }

    /// <summary>The transport that clients of MultiTransport use here; null where none works.</summary>
    public string? Transport { get; set; }

    /// <summary>What it means for visitors, and what to try next.</summary>
    public IReadOnlyList<string> Advice { get; set; } = [];

    /// <summary>All transports, best first.</summary>
    public IReadOnlyList<Rung> Ladder { get; set; } = [];

    /// <summary>What stands in the way, the worst first.</summary>
    public IReadOnlyList<Culprit> Culprits { get; set; } = [];

    /// <summary>The products on the way that gave themselves away.</summary>
    public IReadOnlyList<string> Products { get; set; } = [];

    /// <summary>Where it stands, as far as other addresses tell.</summary>
    public IReadOnlyList<string> Whereabouts { get; set; } = [];

    /// <summary>What is good to know and harms nobody.</summary>
    public IReadOnlyList<string> Notes { get; set; } = [];

    /// <summary>What remains unknown.</summary>
    public IReadOnlyList<string> Unknown { get; set; } = [];

    /// <summary>Names of headers of the request as it arrived that only intermediaries add.</summary>
    public IReadOnlyList<string> Telling { get; set; } = [];

    /// <summary>What each strip says, by its name.</summary>
    public IReadOnlyDictionary<string, StripReading> Strips { get; set; } = new Dictionary<string, StripReading>();

    /// <summary>What became of the WebSocket.</summary>
    public SocketReading? WebSocket { get; set; }

    /// <summary>The whole as Markdown, for a ticket.</summary>
    public string Report { get; set; } = "";
}
