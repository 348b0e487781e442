using System.Text.Json.Serialization;

namespace MultiTransport.Server;

/// <summary>Source-generated JSON of <c>/networks</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NetworksAnswer))]
internal sealed partial class NetworksJson : JsonSerializerContext;
