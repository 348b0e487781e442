namespace MultiTransport.AspNetCore.Doctor;

/// <summary>A short exchange: what came back, and the head of the request as the server got it.</summary>
internal sealed record EchoProbe
{
    public string Method { get; set; } = "";

    /// <summary>The status of the answer; null where none came.</summary>
    public int? Status { get; set; }

    /// <summary>The type of the answer.</summary>
    public string? Type { get; set; }

    /// <summary>Why no answer came.</summary>
    public string? Fault { get; set; }

    /// <summary>The code of a refusal by this server.</summary>
    public string? Code { get; set; }

    /// <summary>The words of that refusal.</summary>
    public string? Detail { get; set; }

    /// <summary>The head of the request as it arrived; null where the answer is not this server's.</summary>
    public RequestHead? Head { get; set; }

    /// <summary>The headers of the answer, as far as the client can read them.</summary>
    public IReadOnlyList<SeenHeader> Answer { get; set; } = [];
}
