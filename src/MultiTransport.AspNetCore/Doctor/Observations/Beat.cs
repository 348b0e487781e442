namespace MultiTransport.AspNetCore.Doctor;

/// <summary>One stamped beat of a strip.</summary>
internal sealed record Beat
{
    /// <summary>When the server wrote it, in milliseconds since it began to answer.</summary>
    public double Sent { get; set; }

    /// <summary>When it came, in milliseconds since the request.</summary>
    public double At { get; set; }
}
