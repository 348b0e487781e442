using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiTransport.Server.Api.Publishing;

/// <summary>One message of a batch: where it goes, one of four; what it is, one of three; and the rest.</summary>
internal sealed record PublishMessage
{
    /// <summary>A topic.</summary>
    public string? Topic { get; init; }

    /// <summary>Several topics, each of which gets it.</summary>
    public IReadOnlyList<string?>? Topics { get; init; }

    /// <summary>A session, by its id.</summary>
    public string? Session { get; init; }

    /// <summary>All sessions of a user.</summary>
    public string? User { get; init; }

    /// <summary>A text.</summary>
    public string? Text { get; init; }

    /// <summary>Any JSON: published as text, as it stands here.</summary>
    public JsonElement Json { get; init; }

    /// <summary>Bytes, in base64.</summary>
    public byte[]? Binary { get; init; }

    /// <summary>What it is about, for topics.</summary>
    public string? Key { get; init; }

    /// <summary>The user who is told as its publisher, for topics.</summary>
    public string? Publisher { get; init; }

    /// <summary>A session that gets no copy, for topics.</summary>
    public string? Except { get; init; }

    /// <summary>What is not known here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}
