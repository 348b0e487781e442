using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiTransport.Server.Lab;

/// <summary>Questions and answers as JSON; a field that is not known is a fault.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(LabQuestion))]
[JsonSerializable(typeof(LabAnswer))]
internal sealed partial class LabJson : JsonSerializerContext;
