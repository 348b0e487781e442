using System.Text.Json.Serialization;

namespace MultiTransport.Protocol;

/// <summary>The answer to <see cref="TopicOperation.ReadHistory"/>.</summary>
public sealed record TopicHistoryAnswer
{
    /// <summary>Names the store that counts.</summary>
    public required string Epoch { get; init; }

    /// <summary>The oldest message that is kept; 0 where none is.</summary>
    public required long First { get; init; }

    /// <summary>The newest message that is kept; 0 where none is.</summary>
    public required long Last { get; init; }

    /// <summary>The messages, oldest first.</summary>
    public required IReadOnlyList<TopicHistoryMessage> Messages { get; init; }

    /// <summary>Whether there are others in the direction that was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool More { get; init; }
}
