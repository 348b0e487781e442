namespace MultiTransport.AspNetCore.Doctor;

/// <summary>One request of a certain size or method.</summary>
internal sealed record TryProbe
{
    /// <summary><c>body</c>, <c>url</c>, <c>header</c> or <c>method</c>.</summary>
    public string What { get; set; } = "";

    /// <summary>The bytes of a body, the characters of a URL or a header.</summary>
    public int? Size { get; set; }

    public string? Method { get; set; }

    public int? Status { get; set; }

    /// <summary>Whether the answer is this server's, and says that everything arrived.</summary>
    public bool Ours { get; set; }

    public string? Fault { get; set; }

    /// <summary>Whether it was left out or given up for lack of time: it says nothing then.</summary>
    public bool Skipped { get; set; }
}
