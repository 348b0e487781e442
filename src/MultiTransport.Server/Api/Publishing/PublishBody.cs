using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiTransport.Server.Api.Publishing;

/// <summary>What is asked of <c>POST /api/publish</c>.</summary>
internal sealed record PublishBody
{
    /// <summary>The messages, in the order in which they are published.</summary>
    public IReadOnlyList<PublishMessage?>? Messages { get; init; }

    /// <summary>What is not known here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}
