using System.Buffers.Binary;

namespace MultiTransport.Testing;

/// <summary>A WebSocket frame with these bytes in its payload, masked or not, ends the connection and does not pass: a firewall that inspects frames.</summary>
/// <param name="Content">What is not to pass.</param>
public sealed record FrameContentRefused(byte[] Content) : FrameFault
{
    /// <summary>The direction; null is both.</summary>
    public ProxyDirection? Direction { get; init; } = ProxyDirection.Up;

    public CutKind Kind { get; init; } = CutKind.Reset;

    internal override CutKind Cut => Kind;

    internal override byte[]? Judge(TunnelFrame frame) =>
        (Direction ?? frame.Direction) == frame.Direction && Payload(frame).AsSpan().IndexOf(Content) >= 0 ? null : frame.Bytes;

    private static byte[] Payload(TunnelFrame frame)
    {
        var bytes = frame.Bytes;
        if (!frame.IsWebSocket || bytes.Length < 2)
        {
            return bytes;
        }

        var start = (bytes[1] & 0x7F) switch { 126 => 4, 127 => 10, _ => 2 };
        if ((bytes[1] & 0x80) == 0)
        {
            return bytes[start..];
        }

        var mask = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(mask, BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(start)));
        return [.. bytes[(start + 4)..].Select((octet, index) => (byte)(octet ^ mask[index % 4]))];
    }
}
