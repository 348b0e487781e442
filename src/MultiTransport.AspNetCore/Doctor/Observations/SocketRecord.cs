using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>What the server has on record of one WebSocket: how the handshake arrived, and what came through. Times are milliseconds since it was accepted.</summary>
internal sealed record SocketRecord
{
    public ArrivedResponse Handshake { get; set; } = new();

    /// <summary>When the client's greeting came.</summary>
    public double? Greeted { get; set; }

    /// <summary>When the client's answer to the server's greeting came.</summary>
    public double? Answered { get; set; }

    /// <summary>When it ended.</summary>
    public double? Ended { get; set; }

    /// <summary>Whether it ended with a close frame of the client.</summary>
    public bool EndedCleanly { get; set; }
}
