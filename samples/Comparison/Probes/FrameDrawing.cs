using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace MultiTransport.Comparison.Probes;

/// <summary>Draws the head of a WebSocket frame bit by bit, from the bytes as they were on the wire.</summary>
internal static class FrameDrawing
{
    private const int ShownPayload = 6;

    public static string Of(ReadOnlySpan<byte> frame)
    {
        var text = new StringBuilder();
        var length = frame[1] & 0x7f;
        Field(text, Bits(frame[0], 0, 1), "FIN", (frame[0] & 0x80) != 0 ? "the last frame of its message" : "more frames of this message follow");
        Field(text, Bits(frame[0], 1, 3), "RSV1-3", "no extension");
        Field(text, Bits(frame[0], 4, 4), "opcode", Opcode(frame[0] & 0x0f));
        var isMasked = (frame[1] & 0x80) != 0;
        Field(text, Bits(frame[1], 0, 1), "MASK", isMasked ? "masked: from the client" : "not masked: from the server");
        Field(text, Bits(frame[1], 1, 7), "length", length switch { 126 => "126: the next 16 bits are the length", 127 => "127: the next 64 bits are the length", _ => $"{length} bytes" });
        var at = 2;
        if (length == 126)
        {
            Field(text, Bytes(frame.Slice(at, 2)), "length, 16 bits", $"{BinaryPrimitives.ReadUInt16BigEndian(frame[at..]):#,0} bytes");
            at += 2;
        }
        else if (length == 127)
        {
            Field(text, Bytes(frame.Slice(at, 8)), "length, 64 bits", $"{BinaryPrimitives.ReadUInt64BigEndian(frame[at..]):#,0} bytes");
            at += 8;
        }

        if (isMasked)
        {
            Field(text, Bytes(frame.Slice(at, 4)), "masking key", Convert.ToHexString(frame.Slice(at, 4)));
            at += 4;
        }

        var payload = frame[at..];
        var shown = payload[..Math.Min(ShownPayload, payload.Length)];
        Field(text, Bytes(shown) + (payload.Length > shown.Length ? " …" : ""), "payload", $"{payload.Length:#,0} bytes");
        text.Append(CultureInfo.InvariantCulture, $"{at} bytes of framing");
        return text.ToString();
    }

    private static void Field(StringBuilder text, string bits, string name, string meaning) =>
        text.Append(CultureInfo.InvariantCulture, $"{name,-16} {bits,-36} {meaning}").AppendLine();

    private static string Bits(byte value, int from, int count) => Convert.ToString(value, 2).PadLeft(8, '0').Substring(from, count);

    private static string Bytes(ReadOnlySpan<byte> bytes)
    {
        // Over four bytes the hexadecimal is easier to read than 32 bits and more.
        return bytes.Length > 4 ? Convert.ToHexString(bytes) : string.Join(' ', bytes.ToArray().Select(value => Convert.ToString(value, 2).PadLeft(8, '0')));
    }

    private static string Opcode(int opcode) => opcode switch
    {
        0 => "continuation",
        1 => "text",
        2 => "binary",
        8 => "close",
        9 => "ping",
        10 => "pong",
        _ => "reserved",
    };
}
