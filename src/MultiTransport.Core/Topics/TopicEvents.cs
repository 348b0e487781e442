using System.Text.Json;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>What the server tells of a subscription, as frames (PROTOCOL.md, section 14.5).</summary>
internal static class TopicEvents
{
    public static SharedMessage Subscribed(Subscribed subscribed) => Encode(
        subscribed.Subscription.Topic.Name, new TopicEvent { Subscribed = Body(subscribed, subscribed.Subscription.Topic.Name) });

    public static SharedMessage Unsubscribed(string topic, string code) =>
        Encode(topic, new TopicEvent { Unsubscribed = new TopicUnsubscribed { Topic = topic, Code = code } });

    /// <summary>The history was past these messages when the session had room.</summary>
    public static SharedMessage Gap(string topic, long from, long to) =>
        Gap(topic, new TopicGap { Why = TopicGap.Evicted, From = from, To = to });

    public static SharedMessage Gap(string topic, TopicGap lost) => Encode(topic, new TopicEvent { Gap = lost with { Topic = topic } });

    /// <summary>The session published this message and wanted no copy: it is no gap.</summary>
    public static SharedMessage Skipped(string topic, long position) =>
        Encode(topic, new TopicEvent { Skipped = new TopicSkip { Topic = topic, Position = position } });

    public static SharedMessage Presence(string topic, PresenceChange change) => Encode(topic, new TopicEvent
    {
        Presence = new TopicPresenceChange
        {
            Topic = topic,
            Joined = change.Joined.Count > 0 ? [.. change.Joined] : null,
            Left = change.Left.Count > 0 ? [.. change.Left] : null,
            Anonymous = change.Anonymous,
        },
    });

    /// <summary>What a subscription's answer and event have in common.</summary>
    public static TopicSubscription Body(Subscribed subscribed, string? name)
    {
        var topic = subscribed.Subscription.Topic;
        return new TopicSubscription
        {
            Topic = name,
            Index = topic.Index,
            Epoch = subscribed.Epoch,
            Position = subscribed.Start.Position,
            Gap = subscribed.Start.Gap,
            Conflated = topic.Rule.Conflate,
        };
    }

    private static SharedMessage Encode(string topic, TopicEvent body) =>
        new(FrameType.TopicEvent, default, JsonSerializer.SerializeToUtf8Bytes(body, TopicJson.Wire.TopicEvent), topic);
}
