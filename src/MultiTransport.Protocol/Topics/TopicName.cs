using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace MultiTransport.Protocol;

/// <summary>What a topic's name and a message's key may be (PROTOCOL.md, section 14).</summary>
public static class TopicName
{
    /// <summary>Whether it may be a topic's name: 1 to 255 bytes of UTF-8 without control characters, U+2028, U+2029 and <c>*</c>, and no space at either end.</summary>
    public static bool IsName(ReadOnlySpan<byte> utf8) => utf8 is not ([] or [(byte)' ', ..] or [.., (byte)' ']) && IsText(utf8, isName: true);

    /// <inheritdoc cref="IsName(ReadOnlySpan{byte})"/>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[TopicFields.MaxLength];
        return TryEncode(text, ref utf8) && IsName(utf8);
    }

    /// <summary>Whether it may be a message's key: 1 to 255 bytes of UTF-8 without control characters.</summary>
    public static bool IsKey(ReadOnlySpan<byte> utf8) => !utf8.IsEmpty && IsText(utf8, isName: false);

    /// <inheritdoc cref="IsKey(ReadOnlySpan{byte})"/>
    public static bool IsKey(ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[TopicFields.MaxLength];
        return TryEncode(text, ref utf8) && IsKey(utf8);
    }

    private static bool TryEncode(ReadOnlySpan<char> text, ref Span<byte> utf8)
    {
        var status = Utf8.FromUtf16(text, utf8, out _, out var written, replaceInvalidSequences: false);
        utf8 = utf8[..written];
        return status == OperationStatus.Done;
    }

    private static bool IsText(ReadOnlySpan<byte> utf8, bool isName)
    {
        if (utf8.Length > TopicFields.MaxLength)
        {
            return false;
        }

        while (!utf8.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(utf8, out var rune, out var length) != OperationStatus.Done
                || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control
                || (isName && rune.Value is ('*' or 0x2028 or 0x2029)))
            {
                return false;
            }

            utf8 = utf8[length..];
        }

        return true;
    }
}
