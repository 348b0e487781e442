namespace MultiTransport.AspNetCore.Doctor;

/// <summary>A WebSocket on which both sides speak at once and answer each other, as its client saw it. Times are milliseconds since it was asked for.</summary>
internal sealed record SocketProbe
{
    /// <summary>When it opened; null where it never did.</summary>
    public double? Opened { get; set; }

    /// <summary>When the server's greeting came.</summary>
    public double? Greeted { get; set; }

    /// <summary>When the server's answer to the client's greeting came.</summary>
    public double? Answered { get; set; }

    /// <summary>When it failed or closed before it was done.</summary>
    public double? Ended { get; set; }

    /// <summary>When the client gave up waiting.</summary>
    public double? GaveUp { get; set; }

    /// <summary>The close code.</summary>
    public int? Code { get; set; }

    /// <summary>The status that the handshake got; a browser does not tell it.</summary>
    public int? Status { get; set; }

    public string? Fault { get; set; }

    /// <summary>What the server has on record; null where it could not be asked.</summary>
    public SocketRecord? Server { get; set; }
}
