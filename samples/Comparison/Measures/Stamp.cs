using System.Buffers.Text;
using System.Globalization;

namespace MultiTransport.Comparison.Measures;

/// <summary>
/// The start of a measured message: the time at which it was <i>meant</i> to be sent, and its number. A sender that is late does not make the
/// latency look better, because the time counts from the intention: so coordinated omission does not arise.
/// </summary>
internal static class Stamp
{
    /// <summary>The smallest message that can carry one.</summary>
    public const int Length = 25;

    private const byte Mark = (byte)'m';
    private const int TimeDigits = 16;
    private const int NumberDigits = 8;

    /// <summary>A payload of that size with room for a stamp in front: letters as text, or bytes that no coding can shorten.</summary>
    public static byte[] NewPayload(int size, bool isBinary)
    {
        var payload = new byte[size];
        if (isBinary)
        {
            new Random(42).NextBytes(payload);
        }
        else
        {
            payload.AsSpan().Fill((byte)'x');
        }

        return payload;
    }

    /// <summary>A message too small for a stamp stays as it is: its bytes are counted, its time is not.</summary>
    public static void Write(Span<byte> payload, long nanoseconds, long number)
    {
        if (payload.Length < Length)
        {
            return;
        }

        payload[0] = Mark;
        nanoseconds.TryFormat(payload[1..], out _, "x16", CultureInfo.InvariantCulture);
        number.TryFormat(payload[(1 + TimeDigits)..], out _, "x8", CultureInfo.InvariantCulture);
    }

    public static bool TryRead(ReadOnlySpan<byte> payload, out long nanoseconds, out long number)
    {
        nanoseconds = number = 0;
        return payload.Length >= Length
            && payload[0] == Mark
            && Utf8Parser.TryParse(payload.Slice(1, TimeDigits), out nanoseconds, out _, 'x')
            && Utf8Parser.TryParse(payload.Slice(1 + TimeDigits, NumberDigits), out number, out _, 'x');
    }
}
