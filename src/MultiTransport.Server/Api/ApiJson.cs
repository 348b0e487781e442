using System.Text.Json;
using System.Text.Json.Serialization;
using MultiTransport.Server.Api.Publishing;
using MultiTransport.Server.Api.Sessions;
using MultiTransport.Server.Api.Topics;
using MultiTransport.Server.Probes;

namespace MultiTransport.Server.Api;

/// <summary>Source-generated JSON of the API. What is read is read strictly: no name twice, and no name that is not known.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, PropertyNameCaseInsensitive = false, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.Strict,
    AllowDuplicateProperties = false, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(PublishBody))]
[JsonSerializable(typeof(PublishAnswer))]
[JsonSerializable(typeof(TopicsAnswer))]
[JsonSerializable(typeof(HistoryAnswer))]
[JsonSerializable(typeof(PresenceAnswer))]
[JsonSerializable(typeof(SessionsAnswer))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(DisconnectedAnswer))]
[JsonSerializable(typeof(ReadyAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext;
