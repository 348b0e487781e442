using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiTransport.Testing;

/// <summary>A message as JSON has it: <c>{"text": …}</c> or <c>{"binary": base64}</c>, with a number where the place gives one.</summary>
public sealed record WireMessage(bool IsText, byte[] Bytes, long? Number = null)
{
    public static WireMessage OfText(string text) => new(true, Encoding.UTF8.GetBytes(text));

    public static WireMessage OfBinary(byte[] bytes) => new(false, bytes);

    public string Text => WireText.Decode(Bytes);

    public JsonObject ToJson() => IsText ? new JsonObject { ["text"] = Text } : new JsonObject { ["binary"] = Convert.ToBase64String(Bytes) };

    public static WireMessage Parse(JsonElement element)
    {
        long? number = element.TryGetProperty("number", out var value) ? value.GetInt64() : null;
        return element.TryGetProperty("text", out var text)
            ? new WireMessage(true, Encoding.UTF8.GetBytes(text.GetString()!), number)
            : new WireMessage(false, element.GetProperty("binary").GetBytesFromBase64(), number);
    }
}
