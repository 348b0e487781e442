using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiTransport;

/// <summary>The JSON of operations and events, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TopicBodies.Nothing))]
[JsonSerializable(typeof(TopicBodies.Subscription))]
[JsonSerializable(typeof(TopicBodies.Event))]
[JsonSerializable(typeof(TopicBodies.Presence))]
[JsonSerializable(typeof(TopicBodies.History))]
[JsonSerializable(typeof(TopicBodies.HistoryMessage))]
internal sealed partial class TopicJson : JsonSerializerContext
{
    /// <summary>Characters stand as they are: the bytes are read by JSON parsers, never by a page.</summary>
    public static TopicJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        MaxDepth = 8,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
