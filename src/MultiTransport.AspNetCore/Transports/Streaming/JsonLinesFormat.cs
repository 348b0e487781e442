using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Streaming;

/// <summary>One JSON object a line, the last of them <c>end</c>.</summary>
internal sealed class JsonLinesFormat(NativeAttachment attachment) : IFrameFormat
{
    private const int MaxDigits = 20;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static Utf8JsonWriter? s_json; // a line is written in one go, and an idle client keeps no writer

    public string ContentType => "application/x-ndjson";

    public void Open(IBufferWriter<byte> output)
    {
        var json = Begin(output);
        json.WriteStartObject("open"u8);
        if (attachment.Credential is { } credential)
        {
            json.WriteString("session"u8, credential);
        }

        json.WriteNumber("number"u8, attachment.Position);
        json.WriteEndObject();
        WritePlace(json, attachment.Position);
        EndLine(output, json);
    }

    public void Write(IBufferWriter<byte> output, in OutgoingFrame frame)
    {
        if (frame.Type is FrameType.TopicMessage or FrameType.TopicEvent)
        {
            WriteTopic(output, frame);
            return;
        }

        if (!IsLine(frame.Type))
        {
            return;
        }

        var json = Begin(output);
        switch (frame.Type)
        {
            case FrameType.Text or FrameType.Binary:
                MessageJson.WriteFields(json, frame);
                WritePlace(json, frame.Number);
                break;
            case FrameType.Gap:
                var gap = GapRange.Of(frame);
                MessageJson.WriteGap(json, gap);
                WritePlace(json, gap.To);
                break;
            case FrameType.Ping or FrameType.Pong:
                json.WriteBoolean("beat"u8, true);
                break;
            case FrameType.Close:
                WriteEnd(json, frame);
                break;
        }

        EndLine(output, json);
    }

    private static Utf8JsonWriter Begin(IBufferWriter<byte> output)
    {
        var json = s_json ??= new Utf8JsonWriter(output, Options);
        json.Reset(output);
        json.WriteStartObject();
        return json;
    }

    private static bool IsLine(byte type) => type is FrameType.Text or FrameType.Binary or FrameType.Gap or FrameType.Ping or FrameType.Pong or FrameType.Close;

    private static void WriteEnd(Utf8JsonWriter json, in OutgoingFrame frame)
    {
        var (code, reason) = frame.Close;
        json.WriteStartObject("end"u8);
        json.WriteString("code"u8, code.Name());
        json.WriteString("action"u8, code.Action().Name());
        if (reason.Length > 0)
        {
            json.WriteString("reason"u8, reason);
        }

        json.WriteEndObject();
    }

    private void WriteTopic(IBufferWriter<byte> output, in OutgoingFrame frame)
    {
        using var topic = new TopicFrame(frame);
        topic.Move(attachment.Stands);
        if (topic.IsNothing)
        {
            return;
        }

        var json = Begin(output);
        MessageJson.WriteFields(json, topic);
        WritePlace(json, frame.Number);
        EndLine(output, json);
    }

    private static void EndLine(IBufferWriter<byte> output, Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private void WritePlace(Utf8JsonWriter json, long number)
    {
        if (attachment.Stands is not null)
        {
            json.WriteString("id"u8, attachment.PlaceAt(number));
            return;
        }

        Span<byte> place = stackalloc byte[attachment.PlacePrefix.Length + MaxDigits];
        var length = Encoding.ASCII.GetBytes(attachment.PlacePrefix, place);
        number.TryFormat(place[length..], out var digits, provider: CultureInfo.InvariantCulture);
        json.WriteString("id"u8, place[..(length + digits)]);
    }
}
