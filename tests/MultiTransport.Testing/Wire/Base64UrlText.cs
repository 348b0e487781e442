using System.Security.Cryptography;

namespace MultiTransport.Testing;

/// <summary>Ids, secrets and keys as text: base64url without padding.</summary>
public static class Base64UrlText
{
    public static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    public static byte[] Decode(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);

    /// <summary>16 random bytes: a key for negotiate.</summary>
    public static string NewKey() => Encode(RandomNumberGenerator.GetBytes(16));
}
