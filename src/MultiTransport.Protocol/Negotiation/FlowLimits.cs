namespace MultiTransport.Protocol;

/// <summary>A window: how much may be unacked.</summary>
public sealed record FlowLimits
{
    /// <summary>In messages.</summary>
    public required int Messages { get; init; }

    /// <summary>In payload bytes.</summary>
    public required int Bytes { get; init; }
}
