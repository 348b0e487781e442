using System.Text.Json;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>Answers the operations that clients ask for (PROTOCOL.md, section 14.2).</summary>
internal static class TopicOperations
{
    /// <summary>The kind of a request that is an operation.</summary>
    public const byte Kind = (byte)'j';

    private static readonly byte[] Nothing = [.. "{}"u8];

    public static async ValueTask<TopicAnswer> AnswerAsync(TopicTable table, Session session, ReadOnlyMemory<byte> body)
    {
        if (!session.TopicsOf(table).MayOperate())
        {
            return new TopicAnswer(FailCode.TooManyRequests);
        }

        if (!TopicOperation.TryParse(body.Span, out var operation, out var code))
        {
            return new TopicAnswer(code);
        }

        try
        {
            switch (operation.Op)
            {
                case TopicOperation.Subscribe:
                    return await SubscribeAsync(table, session, operation).ConfigureAwait(false);
                case TopicOperation.Unsubscribe:
                    return Unsubscribe(table, session, operation);
                case TopicOperation.ReadHistory:
                    return await HistoryOperation.AnswerAsync(table, session, operation).ConfigureAwait(false);
                default:
                    return await PresenceOperation.AnswerAsync(table, session, operation.Topic!).ConfigureAwait(false);
            }
        }
        catch (TopicException fault)
        {
            return new TopicAnswer(fault.Code);
        }
    }

    private static async ValueTask<TopicAnswer> SubscribeAsync(TopicTable table, Session session, TopicOperation operation)
    {
        var topic = operation.Topic!;
        var rule = table.RuleOf(topic);
        var readsHistory = operation.Since is not null || operation.Last > 0;
        if (!await table.MayAsync(session, topic, rule, TopicRight.Subscribe).ConfigureAwait(false))
        {
            return new TopicAnswer(TopicCode.TopicForbidden);
        }

        // Who says where it stood in an epoch was subscribed before its session was lost: it may be again, with a gap for what it missed.
        var mayRead = !readsHistory || await table.MayAsync(session, topic, rule, TopicRight.ReadHistory).ConfigureAwait(false);
        if ((!mayRead && operation.Since?.Epoch is null)
            || (operation.Presence == true && !await table.MayAsync(session, topic, rule, TopicRight.SeePresence).ConfigureAwait(false)))
        {
            return new TopicAnswer(TopicCode.TopicForbidden);
        }

        var how = new TopicSubscribe { Since = operation.Since.ToPosition(), Last = operation.Last ?? 0, Presence = operation.Presence ?? false, IsFromNow = !mayRead };
        var subscribed = await table.EnterAsync(session, topic, how, CancellationToken.None).ConfigureAwait(false);
        return new TopicAnswer(
            JsonSerializer.SerializeToUtf8Bytes(TopicEvents.Body(subscribed, name: null), TopicJson.Wire.TopicSubscription),
            subscribed.IsNew ? subscribed.Subscription : null);
    }

    private static TopicAnswer Unsubscribe(TopicTable table, Session session, TopicOperation operation)
    {
        table.RuleOf(operation.Topic!);
        session.TopicsOf(table).End(operation.Topic!);
        return new TopicAnswer(Nothing);
    }
}
