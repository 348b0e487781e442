namespace MultiTransport.Testing;

/// <summary>LEB128 of section 3: at most 8 bytes, at most 2^53 - 1.</summary>
public static class WireVarint
{
    public const long MaxValue = (1L << 53) - 1;

    public const int MaxLength = 8;

    public static byte[] Bytes(long value)
    {
        var bytes = new List<byte>(MaxLength);
        Append(bytes, value);
        return [.. bytes];
    }

    public static void Append(List<byte> target, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxValue);
        while (value > 0x7F)
        {
            target.Add((byte)(value | 0x80));
            value >>= 7;
        }

        target.Add((byte)value);
    }

    /// <summary>False when more bytes are needed; throws when no further byte can mend it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out long value, out int length)
    {
        value = 0;
        for (length = 0; length < source.Length; length++)
        {
            if (length == MaxLength)
            {
                throw new WireFormatException($"a varint is longer than {MaxLength} bytes");
            }

            value |= (long)(source[length] & 0x7F) << (7 * length);
            if (source[length] < 0x80)
            {
                length++;
                return value <= MaxValue ? true : throw new WireFormatException($"a varint is over 2^53 - 1: {value}");
            }
        }

        return length < MaxLength ? false : throw new WireFormatException($"a varint is longer than {MaxLength} bytes");
    }
}
