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

    /// <summary>A topic message, a gap of a topic, or another event of it.</summary>
    public static void WriteFields(Utf8JsonWriter json, in TopicFrame frame)
    {
        json.WriteNumber("number"u8, frame.Number);
        if (frame.IsMessage)
        {
            WriteFields(json, frame.Topic, frame.Message);
        }
        else if (frame.Event!.Gap is { } gap)
        {
            json.WritePropertyName("gap"u8);
            JsonSerializer.Serialize(json, gap, TopicJson.Wire.TopicGap);
        }
        else
        {
            json.WritePropertyName("event"u8);
            json.WriteRawValue(frame.Json);
        }
    }

    public static void WriteGap(Utf8JsonWriter json, GapRange gap)
    {
        json.WriteStartObject("gap"u8);
        json.WriteNumber("from"u8, gap.From);
        json.WriteNumber("to"u8, gap.To);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, string topic, in TopicMessagePayload message)
    {
        json.WriteString("topic"u8, topic);
        json.WriteNumber("position"u8, message.Position);
        if (!message.Key.IsEmpty)
        {
            json.WriteString("key"u8, message.Key);
        }

        if (!message.Publisher.IsEmpty)
        {
            json.WriteString("publisher"u8, message.Publisher);
        }

        if (message.Kind == FrameType.Text)
        {
            json.WriteString("text"u8, message.Body);
        }
        else
        {
            json.WriteBase64String("binary"u8, message.Body);
        }
    }
}
