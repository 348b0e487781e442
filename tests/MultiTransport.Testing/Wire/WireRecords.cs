namespace MultiTransport.Testing;

/// <summary>The modes of an attach.</summary>
public enum WireAttachMode
{
    Probe = 0,
    Take = 1,
    Send = 2,
}

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
        fields.End();
        return attach;
    }
}

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
        fields.End();
        return attached;
    }
}

/// <summary>Makes a candidate active.</summary>
public sealed record WirePromote(long Connection, long Received, long Upstream)
{
    public WireFrame ToFrame() => WireFrame.Of(
        WireFrameType.Promote, [.. WireVarint.Bytes(Connection), .. WireVarint.Bytes(Received), .. WireVarint.Bytes(Upstream)]);

    public static WirePromote Parse(WireFrame frame)
    {
        var fields = new WireFields("promote", frame.Payload);
        var promote = new WirePromote(fields.Varint(), fields.Varint(), fields.Varint());
        fields.End();
        return promote;
    }
}

public sealed record WireClose(int Code, string Reason)
{
    public static WireClose Parse(WireFrame frame)
    {
        var fields = new WireFields("close", frame.Payload);
        var code = fields.Varint();
        var reason = fields.Rest();
        return reason.Length <= 120
            ? new WireClose(checked((int)code), WireText.Decode(reason))
            : throw new WireFormatException($"close: a reason of {reason.Length} bytes");
    }
}

public sealed record WireFail(long Number, string Code)
{
    public static WireFail Parse(WireFrame frame)
    {
        var fields = new WireFields("fail", frame.Payload);
        return new WireFail(fields.Varint(), WireText.Decode(fields.Rest()));
    }
}

public sealed record WireGap(long From, long To)
{
    public static WireGap Parse(WireFrame frame)
    {
        var fields = new WireFields("gap", frame.Payload);
        var gap = new WireGap(fields.Varint(), fields.Varint());
        fields.End();
        return gap.From >= 1 && gap.From <= gap.To ? gap : throw new WireFormatException($"gap: {gap.From}..{gap.To}");
    }
}

/// <summary>The payload of a request or a response.</summary>
public sealed record WireCorrelated(long Correlation, byte Kind, byte[] Body)
{
    public static WireCorrelated Parse(ReadOnlySpan<byte> payload)
    {
        var fields = new WireFields("request", payload);
        return new WireCorrelated(fields.Varint(), fields.Octet(), fields.Rest());
    }
}

public static class WireNumber
{
    /// <summary>The payload of an ack.</summary>
    public static long Parse(WireFrame frame)
    {
        var fields = new WireFields("ack", frame.Payload);
        var number = fields.Varint();
        fields.End();
        return number;
    }
}
