namespace MultiTransport.Testing;

/// <summary>Makes a candidate active; with <paramref name="Trailing"/> each write on it is followed by a small one.</summary>
public sealed record WirePromote(long Connection, long Received, long Upstream, bool Trailing = false)
{
    public WireFrame ToFrame() => WireFrame.Of(
        WireFrameType.Promote, [.. WireVarint.Bytes(Connection), .. WireVarint.Bytes(Received), .. WireVarint.Bytes(Upstream), .. Trailing ? new byte[] { 1 } : []]);

    public static WirePromote Parse(WireFrame frame)
    {
        var fields = new WireFields("promote", frame.Payload);
        var promote = new WirePromote(fields.Varint(), fields.Varint(), fields.Varint());
        return promote;
    }
}
