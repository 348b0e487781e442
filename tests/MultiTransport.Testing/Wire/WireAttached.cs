namespace MultiTransport.Testing;

/// <summary>The first frame of every carrier downstream.</summary>
public sealed record WireAttached(byte[] Nonce, long Connection, bool Active, long Received, long Handled, long Position)
{
    public WireFrame ToFrame() => WireFrame.Of(
        WireFrameType.Attached,
        [
            .. Nonce, .. WireVarint.Bytes(Connection), (byte)(Active ? 1 : 0), .. WireVarint.Bytes(Received),
            .. WireVarint.Bytes(Handled), .. WireVarint.Bytes(Position),
        ]);

    public static WireAttached Parse(WireFrame frame)
    {
        var fields = new WireFields("attached", frame.Payload);
        var nonce = fields.Bytes(8);
        var connection = fields.Varint();
        var active = fields.Octet();
        if (active > 1)
        {
            throw new WireFormatException($"attached: active is {active}");
        }

        var attached = new WireAttached(nonce, connection, active == 1, fields.Varint(), fields.Varint(), fields.Varint());
        return attached;
    }
}
