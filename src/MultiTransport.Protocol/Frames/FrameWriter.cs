using System.Text.Unicode;

namespace MultiTransport.Protocol;

/// <summary>Writes single frames into a span and returns how many bytes they took.</summary>
public static class FrameWriter
{
    /// <summary>The most bytes of a control frame: a close or fail with its longest reason.</summary>
    public const int MaxControlFrame = 160;

    /// <summary>The most bytes of UTF-8 in the reason of a close and the code of a fail.</summary>
    public const int MaxReason = 120;

    /// <summary>Writes the length and the type of a frame whose payload follows.</summary>
    public static int WriteHeader(Span<byte> destination, byte type, int payloadLength)
    {
        var length = Varint.Write(destination, payloadLength + 1);
        destination[length] = type;
        return length + 1;
    }

    /// <summary>Writes an ack of everything up to <paramref name="number"/>.</summary>
    public static int WriteAck(Span<byte> destination, long number)
    {
        var length = WriteHeader(destination, FrameType.Ack, Varint.Length(number));
        return length + Varint.Write(destination[length..], number);
    }

    /// <summary>Writes the failure of one message.</summary>
    public static int WriteFail(Span<byte> destination, long number, string code) => WriteNumberAndText(destination, FrameType.Fail, number, code);

    /// <summary>Writes the end of a carrier.</summary>
    public static int WriteClose(Span<byte> destination, CloseCode code, string reason) => WriteNumberAndText(destination, FrameType.Close, (int)code, reason);

    /// <summary>Writes the loss of the numbers <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public static int WriteGap(Span<byte> destination, long from, long to)
    {
        var length = WriteHeader(destination, FrameType.Gap, Varint.Length(from) + Varint.Length(to));
        length += Varint.Write(destination[length..], from);
        return length + Varint.Write(destination[length..], to);
    }

    /// <summary>Writes a frame whose payload is given: a ping, a pong.</summary>
    public static int Write(Span<byte> destination, byte type, ReadOnlySpan<byte> payload)
    {
        var length = WriteHeader(destination, type, payload.Length);
        payload.CopyTo(destination[length..]);
        return length + payload.Length;
    }

    private static int WriteNumberAndText(Span<byte> destination, byte type, long number, string text)
    {
        Span<byte> utf8 = stackalloc byte[MaxReason];
        Utf8.FromUtf16(text, utf8, out _, out var textLength, replaceInvalidSequences: true);
        var length = WriteHeader(destination, type, Varint.Length(number) + textLength);
        length += Varint.Write(destination[length..], number);
        utf8[..textLength].CopyTo(destination[length..]);
        return length + textLength;
    }
}
