namespace MultiTransport.AspNetCore.Doctor;

/// <summary>How much of a request arrived.</summary>
internal sealed record TryAnswer
{
    public int Doctor { get; set; } = 1;

    public string Method { get; set; } = "";

    /// <summary>The number of this very request.</summary>
    public string Serial { get; set; } = "";

    /// <summary>The bytes of the body that came.</summary>
    public long Body { get; set; }

    /// <summary>The characters of the padding in the URL that came.</summary>
    public int Url { get; set; }

    /// <summary>The characters of the padding header that came.</summary>
    public int Header { get; set; }
}
