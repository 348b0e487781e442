namespace MultiTransport.Testing;

public sealed record WireFail(long Number, string Code)
{
    public static WireFail Parse(WireFrame frame)
    {
        var fields = new WireFields("fail", frame.Payload);
        var number = fields.Varint();
        var code = fields.Rest();
        return code.Length <= 120 ? new WireFail(number, WireText.Decode(code)) : throw new WireFormatException($"fail: a code of {code.Length} bytes");
    }
}
