namespace MultiTransport.Comparison.Probes;

/// <summary>RFC 6455, section 5.3, on the documents' own bytes.</summary>
internal static class MaskingVector
{
    public static readonly byte[] Payload = Convert.FromHexString("E68891E698AFE998BFE5AE9DE593A5");
    public static readonly byte[] Key = Convert.FromHexString("08F6EFB1");
    public static readonly byte[] Masked = Convert.FromHexString("EE7E7E5790590629B713412CED654A");

    public static byte[] Mask(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> key)
    {
        var masked = new byte[payload.Length];
        for (var index = 0; index < payload.Length; index++)
        {
            masked[index] = (byte)(payload[index] ^ key[index & 3]);
        }

        return masked;
    }
}
