using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiTransport.Server.Admin;

/// <summary>Source-generated JSON of the admin page.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DevelopmentKey))]
internal sealed partial class AdminJson : JsonSerializerContext;
