namespace MultiTransport.Testing;

/// <summary>Makes a candidate active.</summary>
public sealed record WirePromote(long Connection, long Received, long Upstream)
{
    public WireFrame ToFrame() => WireFrame.Of(
        WireFrameType.Promote, [.. WireVarint.Bytes(Connection), .. WireVarint.Bytes(Received), .. WireVarint.Bytes(Upstream)]);

    public static WirePromote Parse(WireFrame frame)
    {
        var fields = new WireFields("promote", frame.Payload);
        var promote = new WirePromote(fields.Varint(), fields.Varint(), fields.Varint());
        return promote;
    }
}
