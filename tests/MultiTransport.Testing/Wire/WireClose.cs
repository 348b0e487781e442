namespace MultiTransport.Testing;

public sealed record WireClose(int Code, string Reason)
{
    public WireAction Action => WireCode.Action(Code);

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
