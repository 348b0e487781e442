using System.Text.Json.Serialization;

namespace MultiTransport.Protocol;

/// <summary>The answer to <see cref="TopicOperation.SeePresence"/>.</summary>
public sealed record TopicPresenceAnswer
{
    /// <summary>The most users of one answer.</summary>
    public const int MaxUsers = 1000;

    /// <summary>The users by name.</summary>
    public required IReadOnlyList<TopicUser> Users { get; init; }

    /// <summary>How many sessions without a user there are.</summary>
    public required int Anonymous { get; init; }

    /// <summary>Whether there are other users.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool More { get; init; }
}
