using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MultiTransport.Testing;

/// <summary>UTF-8 without mercy.</summary>
public static class WireText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = Strict.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = null;
            return false;
        }
    }

    public static string Decode(ReadOnlySpan<byte> bytes) =>
        TryDecode(bytes, out var text) ? text : throw new WireFormatException("not-utf8", "a text is not well-formed UTF-8");

    /// <summary>Refuses unpaired surrogates, as section 3 asks of senders with UTF-16 strings.</summary>
    public static byte[] Encode(string text) => Strict.GetBytes(text);
}
