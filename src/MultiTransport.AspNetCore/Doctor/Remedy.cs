namespace MultiTransport.AspNetCore.Doctor;

/// <summary>What to change, in the lines of the product.</summary>
internal sealed record Remedy
{
    public string Title { get; set; } = "";

    /// <summary>The file that the lines go into.</summary>
    public string File { get; set; } = "";

    /// <summary>The lines to paste.</summary>
    public string Lines { get; set; } = "";

    /// <summary>What to do with them, or after them.</summary>
    public string? Note { get; set; }
}
