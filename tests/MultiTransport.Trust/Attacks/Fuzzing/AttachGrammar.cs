using MultiTransport.Testing;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>Attach frames whose fields are of the session, or not quite.</summary>
internal static class AttachGrammar
{
    public static byte[] Payload(Random random)
    {
        var nonce = new byte[8];
        random.NextBytes(nonce);
        return
        [
            random.Next(10) == 0 ? (byte)random.Next(256) : (byte)1,
            random.Next(10) == 0 ? (byte)random.Next(256) : (byte)random.Next(3),
            .. Broken(Vectors.IdBytes, random), .. Broken(Vectors.SecretBytes, random), .. nonce,
            .. Varint(random), .. Varint(random), .. Varint(random), .. Varint(random), .. Varint(random),
        ];
    }

    private static byte[] Broken(byte[] good, Random random)
    {
        var bytes = (byte[])good.Clone();
        if (random.Next(6) == 0)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
        }

        return bytes;
    }

    private static byte[] Varint(Random random) => WireVarint.Bytes(random.Next(3) == 0 ? FrameGrammar.Number(random) : random.Next(2));
}
