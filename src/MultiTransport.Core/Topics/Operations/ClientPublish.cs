using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>Takes what a client publishes (PROTOCOL.md, section 14.4).</summary>
internal static class ClientPublish
{
    /// <summary>The result is the fail code, or null.</summary>
    /// <param name="table">The topics.</param>
    /// <param name="session">Whose client.</param>
    /// <param name="payload">The frame's payload; valid until the task completes.</param>
    public static ValueTask<string?> TakeAsync(TopicTable table, Session session, ReadOnlyMemory<byte> payload)
    {
        if (!session.TopicsOf(table).MayPublish())
        {
            return new(FailCode.TooManyRequests);
        }

        if (!PublishPayload.TryParse(payload.Span, out var publish) || (publish.Options & ~(PublishPayload.HasKey | PublishPayload.NotToSelf)) != 0)
        {
            return new(FailCode.NotSupported);
        }

        if (TopicTexts.Decode(publish.Topic) is not { } topic)
        {
            return new(TopicCode.TopicMalformed);
        }

        var hasKey = (publish.Options & PublishPayload.HasKey) != 0;
        var key = hasKey ? TopicTexts.Decode(publish.Key) : null;
        if (hasKey && key is null)
        {
            return new(TopicCode.KeyMalformed);
        }

        return PublishAsync(
            table,
            session,
            topic,
            new Message(FrameTypes.KindOf(publish.Kind), payload[publish.HeadLength..]),
            new TopicPublish { Key = key, Except = (publish.Options & PublishPayload.NotToSelf) != 0 ? session : null });
    }

    private static async ValueTask<string?> PublishAsync(TopicTable table, Session session, string topic, Message message, TopicPublish how)
    {
        try
        {
            var rule = table.RuleOf(topic);
            if (!await table.MayAsync(session, topic, rule, TopicRight.Publish).ConfigureAwait(false))
            {
                return TopicCode.TopicForbidden;
            }

            // A name that does not fit is not told: part of it could be another's.
            var publisher = rule.RevealPublisher && session.UserId is { } user && TopicTexts.LengthOf(user) is > 0 and <= TopicFields.MaxLength ? user : null;
            await table.PublishAsync(topic, message, how with { Publisher = publisher }).ConfigureAwait(false);
            return null;
        }
        catch (TopicException fault)
        {
            return fault.Code == TopicCode.TopicLimit ? FailCode.TooManyRequests : fault.Code;
        }
    }
}
