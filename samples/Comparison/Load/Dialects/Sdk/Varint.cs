namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>LEB128.</summary>
internal static class Varint
{
    public static int Write(Span<byte> to, long value)
    {
        var at = 0;
        while (value > 0x7f)
        {
            to[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        to[at++] = (byte)value;
        return at;
    }

    public static long Read(ref ReadOnlySpan<byte> from)
    {
        long value = 0;
        for (var index = 0; ; index++)
        {
            value |= (long)(from[index] & 0x7f) << (7 * index);
            if (from[index] < 0x80)
            {
                from = from[(index + 1)..];
                return value;
            }
        }
    }
}
