using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>The JSON of the doctor, without reflection, and strict: what is not known is refused. Properties have a <c>set</c>, so that their defaults hold where they are missing.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = 10,
    PropertyNameCaseInsensitive = false,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Observations))]
[JsonSerializable(typeof(Diagnosis))]
[JsonSerializable(typeof(DoctorPlan))]
[JsonSerializable(typeof(EchoAnswer))]
[JsonSerializable(typeof(TryAnswer))]
[JsonSerializable(typeof(SocketRecord))]
internal sealed partial class DoctorJson : JsonSerializerContext;
