using System.Buffers.Text;
using System.Globalization;

namespace MultiTransport.Server.Lab;

/// <summary>
/// The first 16 bytes of a measured message, in hexadecimal digits: its run (2), its number in the run (6), and the microseconds from the run's start to the
/// moment at which it was sent (8), by the sender's clock. So the smallest message of the command line's scenarios can carry it.
/// </summary>
internal static class LabStamp
{
    public const int Length = 16;

    private const int RunDigits = 2;
    private const int NumberDigits = 6;

    /// <summary>A payload with room for a stamp: letters as text, or bytes that no coding can shorten.</summary>
    public static byte[] NewPayload(int size, bool isBinary)
    {
        var payload = new byte[size];
        if (isBinary)
        {
            Random.Shared.NextBytes(payload);
        }
        else
        {
            payload.AsSpan().Fill((byte)'x');
        }

        return payload;
    }

    public static void Write(Span<byte> payload, byte run, int number, uint microseconds)
    {
        run.TryFormat(payload, out _, "x2", CultureInfo.InvariantCulture);
        number.TryFormat(payload[RunDigits..], out _, "x6", CultureInfo.InvariantCulture);
        microseconds.TryFormat(payload[(RunDigits + NumberDigits)..], out _, "x8", CultureInfo.InvariantCulture);
    }

    public static bool TryRead(ReadOnlySpan<byte> payload, out byte run, out int number, out uint microseconds)
    {
        run = 0;
        number = 0;
        microseconds = 0;
        return payload.Length >= Length
            && Utf8Parser.TryParse(payload[..RunDigits], out run, out var read, 'x') && read == RunDigits
            && Utf8Parser.TryParse(payload.Slice(RunDigits, NumberDigits), out number, out read, 'x') && read == NumberDigits
            && Utf8Parser.TryParse(payload[(RunDigits + NumberDigits)..Length], out microseconds, out read, 'x') && read == Length - RunDigits - NumberDigits;
    }
}
