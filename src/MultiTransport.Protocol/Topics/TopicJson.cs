using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiTransport.Protocol;

/// <summary>The JSON of operations on topics, their answers and topic events, without reflection.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = 8,
    PropertyNameCaseInsensitive = false,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TopicOperation))]
[JsonSerializable(typeof(TopicSubscription))]
[JsonSerializable(typeof(TopicHistoryAnswer))]
[JsonSerializable(typeof(TopicPresenceAnswer))]
[JsonSerializable(typeof(TopicEvent))]
public sealed partial class TopicJson : JsonSerializerContext
{
    /// <summary>Reads as <see cref="Default"/> does, and writes letters of every script as they are: escaped they are two to six times as long.</summary>
    public static TopicJson Wire => Relaxed.Json;

    // A class of its own, since no order is promised between a static field here and those of the generated part.
    private static class Relaxed
    {
        public static readonly TopicJson Json = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
