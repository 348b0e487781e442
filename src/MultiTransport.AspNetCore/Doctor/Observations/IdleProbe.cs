namespace MultiTransport.AspNetCore.Doctor;

/// <summary>A silence of so many seconds on a connection that is open.</summary>
internal sealed record IdleProbe
{
    /// <summary><c>websocket</c>, <c>sse</c> or <c>longpoll</c>.</summary>
    public string Way { get; set; } = "";

    public double Seconds { get; set; }

    /// <summary>Whether what was sent after the silence came.</summary>
    public bool Survived { get; set; }

    /// <summary>When it was cut, in seconds since the silence began; null where it was not, or nobody told.</summary>
    public double? Cut { get; set; }

    /// <summary>How it was cut: a status, a close code, a reset.</summary>
    public string? How { get; set; }
}
