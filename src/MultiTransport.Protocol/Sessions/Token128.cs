using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace MultiTransport.Protocol;

/// <summary>128 bits as 22 base64url characters without padding.</summary>
internal static class Token128
{
    public static bool TryParse(ReadOnlySpan<char> text, out ulong high, out ulong low)
    {
        high = 0;
        low = 0;
        Span<byte> bytes = stackalloc byte[18];
        if (text.Length != SessionId.TextLength
            || Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done // the Try form throws on other characters
            || written != 16)
        {
            return false;
        }

        high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        return true;
    }

    public static string ToString(ulong high, ulong low)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], low);
        return Base64Url.EncodeToString(bytes);
    }
}
