namespace MultiTransport.Protocol;

/// <summary>Unsigned LEB128 integers up to 2^53 - 1, the largest that a JavaScript number holds exactly.</summary>
public static class Varint
{
    /// <summary>The largest value: 2^53 - 1.</summary>
    public const long MaxValue = (1L << 53) - 1;

    /// <summary>The most bytes that a value takes.</summary>
    public const int MaxLength = 8;

    /// <summary>The number of bytes that <paramref name="value"/> takes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or over <see cref="MaxValue"/>.</exception>
    public static int Length(long value)
    {
        ThrowIfOutOfRange(value);
        var length = 1;
        while ((value >>= 7) != 0)
        {
            length++;
        }

        return length;
    }

    /// <summary>Writes <paramref name="value"/> and returns how many bytes it took.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or over <see cref="MaxValue"/>.</exception>
    public static int Write(Span<byte> destination, long value)
    {
        ThrowIfOutOfRange(value);
        var index = 0;
        while (value > 0x7F)
        {
            destination[index++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[index++] = (byte)value;
        return index;
    }

    /// <summary>Reads a value from the start of <paramref name="source"/>; false when it is cut short, longer than 8 bytes or over <see cref="MaxValue"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out long value, out int length)
    {
        value = 0;
        for (length = 0; length < source.Length && length < MaxLength;)
        {
            var current = source[length];
            value |= (long)(current & 0x7F) << (7 * length);
            length++;
            if (current <= 0x7F)
            {
                return value <= MaxValue;
            }
        }

        return false;
    }

    private static void ThrowIfOutOfRange(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxValue);
    }
}
