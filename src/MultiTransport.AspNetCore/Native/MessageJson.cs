using System.Text.Json;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>The JSON of one native message: its number, and its text or its bytes in base64.</summary>
internal static class MessageJson
{
    public static void WriteFields(Utf8JsonWriter json, in OutgoingFrame frame)
    {
        using var payload = new MessagePayload(frame);
        json.WriteNumber("number"u8, frame.Number);
        if (frame.Type == FrameType.Text)
        {
            json.WriteString("text"u8, payload.Span);
        }
        else
        {
            json.WriteBase64String("binary"u8, payload.Span);
        }
    }

    public static void WriteGap(Utf8JsonWriter json, GapRange gap)
    {
        json.WriteStartObject("gap"u8);
        json.WriteNumber("from"u8, gap.From);
        json.WriteNumber("to"u8, gap.To);
        json.WriteEndObject();
    }
}
