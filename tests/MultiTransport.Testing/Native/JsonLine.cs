using System.Text.Json;

namespace MultiTransport.Testing;

/// <summary>One line of section 8.3.</summary>
public sealed record JsonLine(string Kind, NativeMessage? Message, string? Session, WireGap? Gap, string? Code, string? Action, string? Place)
{
    public static JsonLine Parse(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        using var json = JsonDocument.ParseValue(ref reader);
        var root = json.RootElement;
        var place = root.TryGetProperty("id", out var id) ? id.GetString() : null;
        if (root.TryGetProperty("open", out var open))
        {
            return new JsonLine("open", null, open.TryGetProperty("session", out var session) ? session.GetString() : null, null, null, null, place);
        }

        if (root.TryGetProperty("number", out _))
        {
            var message = WireMessage.Parse(root);
            return new JsonLine("message", new NativeMessage(message.Number, message.IsText, message.Bytes, place), null, null, null, null, place);
        }

        if (root.TryGetProperty("gap", out var gap))
        {
            return new JsonLine("gap", null, null, new WireGap(gap.GetProperty("from").GetInt64(), gap.GetProperty("to").GetInt64()), null, null, place);
        }

        if (root.TryGetProperty("beat", out _))
        {
            return new JsonLine("beat", null, null, null, null, null, place);
        }

        var end = root.TryGetProperty("end", out var found) ? found : throw new WireFormatException($"a JSON line of no known kind: {root}");
        return new JsonLine("end", null, null, null, end.GetProperty("code").GetString(), end.GetProperty("action").GetString(), place);
    }
}
