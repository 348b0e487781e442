using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiTransport.Testing;

/// <summary>A message as JSON has it: <c>{"text": …}</c>, <c>{"binary": base64}</c> or <c>{"frame": base64}</c>, with a number where the place gives one.</summary>
public sealed record WireMessage(bool IsText, byte[] Bytes, long? Number = null)
{
    /// <summary>The type of the frame that it travels in; of one in JSON as <c>frame</c>, its first byte.</summary>
    public byte Type { get; init; } = IsText ? WireFrameType.Text : WireFrameType.Binary;

    public static WireMessage OfFrame(WireFrame frame) => new(false, frame.Payload) { Type = frame.Type };

    public static WireMessage OfText(string text) => new(true, Encoding.UTF8.GetBytes(text));

    public static WireMessage OfBinary(byte[] bytes) => new(false, bytes);

    public string Text => WireText.Decode(Bytes);

    public JsonObject ToJson() => Type switch
    {
        WireFrameType.Text => new JsonObject { ["text"] = Text },
        WireFrameType.Binary => new JsonObject { ["binary"] = Convert.ToBase64String(Bytes) },
        _ => new JsonObject { ["frame"] = Convert.ToBase64String([Type, .. Bytes]) },
    };

    public static WireMessage Parse(JsonElement element)
    {
        long? number = element.TryGetProperty("number", out var value) ? value.GetInt64() : null;
        if (element.TryGetProperty("frame", out var frame))
        {
            var bytes = frame.GetBytesFromBase64();
            return new WireMessage(false, bytes[1..], number) { Type = bytes[0] };
        }

        return element.TryGetProperty("text", out var text)
            ? new WireMessage(true, Encoding.UTF8.GetBytes(text.GetString()!), number)
            : new WireMessage(false, element.GetProperty("binary").GetBytesFromBase64(), number);
    }
}
