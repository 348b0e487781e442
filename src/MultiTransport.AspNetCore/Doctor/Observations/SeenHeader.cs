namespace MultiTransport.AspNetCore.Doctor;

/// <summary>A header field as it was seen.</summary>
internal sealed record SeenHeader
{
    public string Name { get; set; } = "";

    /// <summary>The value, cut; null where the doctor does not repeat values of such headers.</summary>
    public string? Value { get; set; }

    /// <summary>How many characters the value has.</summary>
    public int Length { get; set; }
}
