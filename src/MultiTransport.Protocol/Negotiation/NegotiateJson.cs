using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiTransport.Protocol;

/// <summary>
/// The JSON of negotiate bodies, without reflection. A property with a default of its own must have a <c>set</c>:
/// the generated reader gives an <c>init</c> property that is missing in the body the default of its type instead.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = 8,
    PropertyNameCaseInsensitive = false,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NegotiateRequest))]
[JsonSerializable(typeof(NegotiateResponse))]
[JsonSerializable(typeof(RenewResponse))]
[JsonSerializable(typeof(ArrivedResponse))]
public sealed partial class NegotiateJson : JsonSerializerContext;
