using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiTransport.Client;

/// <summary>The JSON that only clients read or write, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, MaxDepth = 8, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(HandshakeArrival))]
[JsonSerializable(typeof(VerdictRecord[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class ClientJson : JsonSerializerContext;
