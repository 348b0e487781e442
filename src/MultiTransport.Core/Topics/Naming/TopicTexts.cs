using System.Text;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>Texts as they travel: what may be a name or a key says <see cref="TopicName"/>.</summary>
internal static class TopicTexts
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>How many bytes it is in UTF-8; -1 where it has an unpaired surrogate.</summary>
    public static int LengthOf(string text)
    {
        try
        {
            return Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            return -1;
        }
    }

    /// <summary>The text of bytes that came from a client; null where they are no UTF-8.</summary>
    public static string? Decode(ReadOnlySpan<byte> utf8) => System.Text.Unicode.Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : null;
}
