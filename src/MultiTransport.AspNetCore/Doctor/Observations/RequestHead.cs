namespace MultiTransport.AspNetCore.Doctor;

/// <summary>The head of a request as it arrived at the server.</summary>
internal sealed record RequestHead
{
    public string Method { get; set; } = "";

    public string Protocol { get; set; } = "";

    public string Scheme { get; set; } = "";

    public IReadOnlyList<SeenHeader> Headers { get; set; } = [];

    /// <summary>The value of a header, empty where there is none or it is not repeated.</summary>
    public string this[string name] => Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value ?? "";

    public bool Has(string name) => Headers.Any(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name of a header in the letters in which it arrived; null where it did not.</summary>
    public string? Spelling(string name) => Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name;
}
