using System.Text.Json;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>Answers with a piece of a topic's history.</summary>
internal static class HistoryOperation
{
    /// <summary>What stands around the messages.</summary>
    private const int Overhead = 200;

    public static async ValueTask<TopicAnswer> AnswerAsync(TopicTable table, Session session, TopicOperation operation)
    {
        var topic = operation.Topic!;
        if (!await table.MayAsync(session, topic, table.RuleOf(topic), TopicRight.ReadHistory).ConfigureAwait(false))
        {
            return new TopicAnswer(TopicCode.TopicForbidden);
        }

        var room = session.EndpointRuntime.Options.MaxMessageBytes - Overhead;
        var since = operation.Since.ToPosition();
        var query = new TopicHistoryQuery { Since = since, Before = operation.Before, Bytes = Math.Max(1, room), Limit = operation.Limit ?? new TopicHistoryQuery().Limit };
        var page = await table.ReadHistoryAsync(topic, query).ConfigureAwait(false);
        var messages = Fitting(page.Messages, room, fromTheEnd: since is null);
        var answer = new TopicHistoryAnswer
        {
            Epoch = page.Epoch,
            First = page.First,
            Last = page.Last,
            Messages = messages,
            More = page.HasMore || messages.Count < page.Messages.Count,
        };
        return new TopicAnswer(JsonSerializer.SerializeToUtf8Bytes(answer, TopicJson.Wire.TopicHistoryAnswer));
    }

    /// <summary>As many as fit, but one: what is text may take more room as JSON than as UTF-8.</summary>
    private static List<TopicHistoryMessage> Fitting(IReadOnlyList<TopicMessage> page, int room, bool fromTheEnd)
    {
        var messages = new List<TopicHistoryMessage>(page.Count);
        for (var i = 0; i < page.Count; i++)
        {
            var message = Body(page[fromTheEnd ? page.Count - 1 - i : i]);
            room -= JsonSerializer.SerializeToUtf8Bytes(message, TopicJson.Wire.TopicHistoryMessage).Length + 1;
            if (room < 0 && messages.Count > 0)
            {
                break;
            }

            messages.Add(message);
        }

        if (fromTheEnd)
        {
            messages.Reverse();
        }

        return messages;
    }

    private static TopicHistoryMessage Body(TopicMessage message)
    {
        var isText = message.Message.Kind == MessageKind.Text;
        return new TopicHistoryMessage
        {
            Position = message.Position,
            Time = message.Time.ToUnixTimeMilliseconds(),
            Text = isText ? message.Message.GetText() : null,
            Binary = isText ? null : message.Message.Payload.ToArray(),
            Key = message.Key,
            Publisher = message.Publisher,
        };
    }
}
