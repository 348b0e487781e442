using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>Reads what a server says of topics in JSON: null where it is not what the contract says. Nothing here throws.</summary>
internal static class TopicAnswers
{
    /// <summary>The answer to a subscribe, and the event of one that the server made.</summary>
    public static TopicSubscription? ReadSubscription(ClientMessage answer) => Checked(Read(answer, TopicJson.Default.TopicSubscription));

    public static TopicSubscription? Checked(TopicSubscription? subscription) =>
        subscription is { Index: >= 1 and <= Varint.MaxValue, Position: >= 0 and <= Varint.MaxValue, Epoch.Length: > 0 } ? subscription : null;

    public static ClientTopicHistory? ReadHistory(ClientMessage answer)
    {
        if (Read(answer, TopicJson.Default.TopicHistoryAnswer) is not { First: >= 0, Last: >= 0 } history || history.Messages.Any(static message => !IsWhole(message)))
        {
            return null;
        }

        return new ClientTopicHistory(history.Epoch, history.First, history.Last, [.. history.Messages.Select(message => ToMessage(message, history.Epoch))], history.More);
    }

    public static ClientTopicPresence? ReadPresence(ClientMessage answer)
    {
        if (Read(answer, TopicJson.Default.TopicPresenceAnswer) is not { Anonymous: >= 0 } presence || presence.Users.Any(static user => user is null || user.Sessions < 0))
        {
            return null;
        }

        return new ClientTopicPresence([.. presence.Users.Select(static user => KeyValuePair.Create(user.User, user.Sessions))], presence.Anonymous, presence.More);
    }

    public static TopicEvent? ReadEvent(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TopicJson.Default.TopicEvent);
        }
        catch (Exception error) when (IsOfContent(error))
        {
            return null;
        }
    }

    private static T? Read<T>(ClientMessage answer, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return answer.Kind == ClientMessageKind.Text ? JsonSerializer.Deserialize(answer.Text, type) : null;
        }
        catch (Exception error) when (IsOfContent(error))
        {
            return null;
        }
    }

    /// <summary>The latter is what half a character in an escape gives.</summary>
    private static bool IsOfContent(Exception error) => error is JsonException or InvalidOperationException;

    private static bool IsWhole(TopicHistoryMessage? message) =>
        message is { Position: >= 1 } && (message.Text ?? (object?)message.Binary) is not null && message.Time is >= 0 and <= LastTime;

    /// <summary>The end of the year 9999.</summary>
    private const long LastTime = 253_402_300_799_999;

    private static ClientTopicMessage ToMessage(TopicHistoryMessage message, string epoch) => new()
    {
        Data = message.Text is { } text ? ClientMessage.FromText(text) : ClientMessage.FromBinary(message.Binary),
        Position = message.Position,
        Epoch = epoch,
        Key = message.Key,
        Publisher = message.Publisher,
        Time = DateTimeOffset.FromUnixTimeMilliseconds(message.Time),
    };
}
