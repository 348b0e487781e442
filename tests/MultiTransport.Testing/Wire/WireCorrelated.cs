namespace MultiTransport.Testing;

/// <summary>The payload of a request or a response.</summary>
public sealed record WireCorrelated(long Correlation, byte Kind, byte[] Body)
{
    public static WireCorrelated Parse(ReadOnlySpan<byte> payload)
    {
        var fields = new WireFields("request", payload);
        return new WireCorrelated(fields.Varint(), fields.Octet(), fields.Rest());
    }
}
