using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;

namespace MultiTransport.Protocol;

/// <summary>Frames as server-sent events (PROTOCOL.md, section 3.1), and the data lines of native events.</summary>
public static class EventFraming
{
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    /// <summary>Writes each of <paramref name="frames"/> as one event.</summary>
    public static void WriteEvents(IBufferWriter<byte> output, ReadOnlySpan<byte> frames)
    {
        var reader = new FrameReader(frames);
        var isWhole = true;
        while (reader.Read() == FrameReadResult.Frame)
        {
            if (reader.Type == FrameType.Text && IsEventText(reader.Payload))
            {
                output.Write("data:t"u8);
                WriteLines(output, reader.Payload);
            }
            else if (reader.Type == FrameType.TopicMessage && isWhole && IsEventTopicMessage(reader.Payload, out var head))
            {
                output.Write("data:m"u8);
                WriteBase64(output, reader.Payload[..head]);
                output.Write(","u8);
                WriteLines(output, reader.Payload[head..]);
            }
            else
            {
                output.Write("data:="u8);
                WriteBase64(output, reader.Type, reader.Payload);
            }

            output.Write("\n\n"u8);
            isWhole = reader.Type == FrameType.Fragment ? false : isWhole || FrameType.IsNumbered(reader.Type);
        }
    }

    /// <summary>Writes a native text event's data; CR LF and CR become LF, since the format cannot carry them.</summary>
    public static void WriteTextData(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        output.Write("data: "u8);
        while (text.IndexOfAny(LineEnds) is var end and >= 0)
        {
            output.Write(text[..end]);
            output.Write("\ndata: "u8);
            text = text[(end + (text[end..].StartsWith("\r\n"u8) ? 2 : 1))..];
        }

        output.Write(text);
        output.Write("\n"u8);
    }

    /// <summary>Writes a native binary event's data in base64.</summary>
    public static void WriteBinaryData(IBufferWriter<byte> output, ReadOnlySpan<byte> payload)
    {
        output.Write("data: "u8);
        WriteBase64(output, payload);
        output.Write("\n"u8);
    }

    // A parser of event streams ends a line at CR, takes a space away at the start of a line and replaces what is not UTF-8,
    // which the last piece of a cut text need not be.
    private static bool IsEventText(ReadOnlySpan<byte> text) => !text.Contains((byte)'\r') && text.IndexOf("\n "u8) < 0 && Utf8.IsValid(text);

    private static bool IsEventTopicMessage(ReadOnlySpan<byte> payload, out int head)
    {
        head = 0;
        if (!TopicMessagePayload.TryParse(payload, out var message) || message.Kind != FrameType.Text || !IsEventText(message.Body))
        {
            return false;
        }

        head = message.HeadLength;
        return true;
    }

    private static void WriteLines(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        while (text.IndexOf((byte)'\n') is var end and >= 0)
        {
            output.Write(text[..end]);
            output.Write("\ndata:"u8);
            text = text[(end + 1)..];
        }

        output.Write(text);
    }

    private static void WriteBase64(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        var span = output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        Base64.EncodeToUtf8(bytes, span, out _, out var written);
        output.Advance(written);
    }

    private static void WriteBase64(IBufferWriter<byte> output, byte type, ReadOnlySpan<byte> payload)
    {
        var length = payload.Length + 1;
        var span = output.GetSpan(Base64.GetMaxEncodedToUtf8Length(length));
        span[0] = type;
        payload.CopyTo(span[1..]);
        Base64.EncodeToUtf8InPlace(span, length, out var written);
        output.Advance(written);
    }
}
