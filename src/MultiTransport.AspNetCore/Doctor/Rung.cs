namespace MultiTransport.AspNetCore.Doctor;

/// <summary>One transport, and how it fares here.</summary>
internal sealed record Rung
{
    public string Name { get; set; } = "";

    /// <summary>Null where it was not tried.</summary>
    public bool? Works { get; set; }

    public string Why { get; set; } = "";
}
