using System.Text.Json;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>Answers the operations that clients ask for (PROTOCOL.md, section 14.2).</summary>
internal static class TopicOperations
{
    /// <summary>The kind of a request that is an operation.</summary>
    public const byte Kind = (byte)'j';

    private const int MaxLast = 1_000;

    private static readonly TopicAnswer Malformed = new(TopicCode.OperationMalformed);
    private static readonly byte[] Nothing = JsonSerializer.SerializeToUtf8Bytes(new TopicBodies.Nothing(), TopicJson.Relaxed.Nothing);

    public static async ValueTask<TopicAnswer> AnswerAsync(TopicTable table, Session session, ReadOnlyMemory<byte> body)
    {
        if (!session.TopicsOf(table).MayOperate())
        {
            return new TopicAnswer(FailCode.TooManyRequests);
        }

        if (OperationBody.Parse(body.Span) is not { Op: { } name } operation)
        {
            return Malformed;
        }

        try
        {
            switch (name)
            {
                case "subscribe":
                    return await SubscribeAsync(table, session, operation).ConfigureAwait(false);
                case "unsubscribe":
                    return Unsubscribe(table, session, operation);
                case "history":
                    return await HistoryOperation.AnswerAsync(table, session, operation).ConfigureAwait(false);
                case "presence":
                    return await PresenceOperation.AnswerAsync(table, session, operation).ConfigureAwait(false);
                default:
                    return new TopicAnswer(TopicCode.OperationUnknown);
            }
        }
        catch (TopicException fault)
        {
            return new TopicAnswer(fault.Code);
        }
    }

    /// <summary>The position that a client says; false where it cannot be one.</summary>
    public static bool TryGetSince(OperationBody operation, out TopicPosition? since)
    {
        since = operation.Since is { Position: { } position } ? new TopicPosition(operation.Since.Epoch, position) : null;
        return operation.Since is null || operation.Since.Position is >= 0 and <= Varint.MaxValue;
    }

    private static async ValueTask<TopicAnswer> SubscribeAsync(TopicTable table, Session session, OperationBody operation)
    {
        if (operation.Topic is not { } topic || operation.Last is < 0 or > MaxLast || !TryGetSince(operation, out var since))
        {
            return Malformed;
        }

        var how = new TopicSubscribe { Since = since, Last = operation.Last ?? 0, Presence = operation.Presence ?? false };
        var rule = table.RuleOf(topic);
        var readsHistory = how.Since is not null || how.Last > 0;
        if (!await table.MayAsync(session, topic, rule, TopicRight.Subscribe).ConfigureAwait(false)
            || (readsHistory && !await table.MayAsync(session, topic, rule, TopicRight.ReadHistory).ConfigureAwait(false))
            || (how.Presence && !await table.MayAsync(session, topic, rule, TopicRight.SeePresence).ConfigureAwait(false)))
        {
            return new TopicAnswer(TopicCode.TopicForbidden);
        }

        var subscribed = await table.EnterAsync(session, topic, how, CancellationToken.None).ConfigureAwait(false);
        return new TopicAnswer(
            JsonSerializer.SerializeToUtf8Bytes(TopicEvents.Body(subscribed, name: null), TopicJson.Relaxed.Subscription),
            subscribed.IsNew ? subscribed.Subscription : null);
    }

    private static TopicAnswer Unsubscribe(TopicTable table, Session session, OperationBody operation)
    {
        if (operation.Topic is not { } topic)
        {
            return Malformed;
        }

        table.RuleOf(topic);
        session.TopicsOf(table).End(topic);
        return new TopicAnswer(Nothing);
    }
}
