using System.Text.Json.Serialization;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>Something that stands in the way: what it is, what proves it, what to change.</summary>
internal sealed record Culprit
{
    /// <summary>A stable name of the finding.</summary>
    public string Id { get; set; } = "";

    /// <summary>One plain sentence.</summary>
    public string Sentence { get; set; } = "";

    public Confidence Confidence { get; set; }

    /// <summary>Who can change it.</summary>
    public Side Side { get; set; }

    /// <summary>Each names the header or the time that proves it.</summary>
    public IReadOnlyList<string> Evidence { get; set; } = [];

    public IReadOnlyList<Remedy> Remedies { get; set; } = [];

    /// <summary>False where clients fare as well as without it.</summary>
    public bool Impairs { get; set; } = true;

    [JsonIgnore]
    public Symptoms Explains { get; set; }
}
