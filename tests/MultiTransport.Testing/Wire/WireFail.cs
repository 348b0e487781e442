namespace MultiTransport.Testing;

public sealed record WireFail(long Number, string Code)
{
    public static WireFail Parse(WireFrame frame)
    {
        var fields = new WireFields("fail", frame.Payload);
        return new WireFail(fields.Varint(), WireText.Decode(fields.Rest()));
    }
}
