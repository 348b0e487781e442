namespace MultiTransport.Testing;

/// <summary>A reserved bit of a WebSocket frame is set on the way, so that its receiver must fail the connection: an antivirus of 2016.</summary>
public sealed record ReservedBitCorrupted : FrameFault
{
    public ProxyDirection Direction { get; init; } = ProxyDirection.Down;

    /// <summary>Which frame of the direction: 0 is the first.</summary>
    public int Index { get; init; }

    internal override byte[] Judge(TunnelFrame frame) =>
        frame is { IsWebSocket: true } && frame.Direction == Direction && frame.Index == Index ? [(byte)(frame.Bytes[0] | 0x40), .. frame.Bytes[1..]] : frame.Bytes;
}
