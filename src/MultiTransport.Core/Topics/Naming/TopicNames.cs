using System.Globalization;
using System.Text;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>What may be the name of a topic, and what may be a key (PROTOCOL.md, section 14).</summary>
internal static class TopicNames
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsName(string name) =>
        IsKey(name) && name[0] != ' ' && name[^1] != ' ' && name.AsSpan().IndexOfAny('*', '\u2028', '\u2029') < 0;

    /// <summary>Whether it is 1 to 255 bytes of UTF-8 without control characters.</summary>
    public static bool IsKey(string key) => key.Length > 0 && LengthOf(key) is > 0 and <= TopicFields.MaxLength && !HasControl(key);

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

    private static bool HasControl(string text)
    {
        foreach (var character in text)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.Control)
            {
                return true;
            }
        }

        return false;
    }
}
