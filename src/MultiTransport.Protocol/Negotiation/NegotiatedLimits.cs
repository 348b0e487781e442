namespace MultiTransport.Protocol;

/// <summary>The limits that hold for a session, in bytes.</summary>
public sealed record NegotiatedLimits
{
    /// <summary>The payload of one message.</summary>
    public required int Message { get; init; }

    /// <summary>The payload of one frame.</summary>
    public int Frame { get; set; } = MessageFrames.MaxPiece;

    /// <summary>One HTTP body or one WebSocket message.</summary>
    public required int Body { get; init; }

    /// <summary>What a client may have unacked.</summary>
    public required FlowLimits Upstream { get; init; }

    /// <summary>What the server may have unacked.</summary>
    public required FlowLimits Window { get; init; }
}
