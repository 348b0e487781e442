namespace MultiTransport.Testing;

/// <summary>The first frame of every carrier upstream (section 5).</summary>
public sealed record WireAttach(
    WireAttachMode Mode, byte[] Id, byte[] Secret, byte[] Nonce, long Attempt, long Received, long Upstream, long Acked, long Hold = 0, byte Version = 1)
{
    public WireFrame ToFrame() => WireFrame.Of(
        WireFrameType.Attach,
        [
            Version, (byte)Mode, .. Id, .. Secret, .. Nonce, .. WireVarint.Bytes(Attempt), .. WireVarint.Bytes(Received),
            .. WireVarint.Bytes(Upstream), .. WireVarint.Bytes(Acked), .. WireVarint.Bytes(Hold),
        ]);

    public static WireAttach Parse(WireFrame frame)
    {
        var fields = new WireFields("attach", frame.Payload);
        var version = fields.Octet();
        var attach = new WireAttach(
            (WireAttachMode)fields.Octet(), fields.Bytes(16), fields.Bytes(16), fields.Bytes(8),
            fields.Varint(), fields.Varint(), fields.Varint(), fields.Varint(), fields.Varint(), version);
        return attach;
    }
}
