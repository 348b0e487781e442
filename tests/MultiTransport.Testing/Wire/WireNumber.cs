namespace MultiTransport.Testing;

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
