using System.Text.Json;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>Answers who is in a topic.</summary>
internal static class PresenceOperation
{
    /// <summary>What a user's entry takes beside the name.</summary>
    private const int Overhead = 40;

    public static async ValueTask<TopicAnswer> AnswerAsync(TopicTable table, Session session, string topic)
    {
        if (!await table.MayAsync(session, topic, table.RuleOf(topic), TopicRight.SeePresence).ConfigureAwait(false))
        {
            return new TopicAnswer(TopicCode.TopicForbidden);
        }

        var presence = table.GetPresence(topic);
        var users = new List<TopicUser>(presence.Users.Count);
        var room = session.EndpointRuntime.Options.MaxMessageBytes - (2 * Overhead);
        foreach (var (user, sessions) in presence.Users)
        {
            room -= JsonEncodedText.Encode(user, TopicJson.Wire.Options.Encoder).EncodedUtf8Bytes.Length + Overhead;
            if (room < 0)
            {
                break;
            }

            users.Add(new TopicUser { User = user, Sessions = sessions });
        }

        var answer = new TopicPresenceAnswer { Users = users, Anonymous = presence.Anonymous, More = presence.HasMore || users.Count < presence.Users.Count };
        return new TopicAnswer(JsonSerializer.SerializeToUtf8Bytes(answer, TopicJson.Wire.TopicPresenceAnswer));
    }
}
