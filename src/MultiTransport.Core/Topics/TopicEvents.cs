using System.Text.Json;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>What the server tells of a subscription, as frames (PROTOCOL.md, section 14.5).</summary>
internal static class TopicEvents
{
    public static SharedMessage Subscribed(Subscribed subscribed) => Encode(
        subscribed.Subscription.Topic.Name, new TopicBodies.Event { Subscribed = Body(subscribed, subscribed.Subscription.Topic.Name) });

    public static SharedMessage Unsubscribed(string topic, string code) =>
        Encode(topic, new TopicBodies.Event { Unsubscribed = new TopicBodies.End(topic, code) });

    /// <summary>The history was past these messages when the session had room.</summary>
    public static SharedMessage Gap(string topic, long from, long to) =>
        Encode(topic, new TopicBodies.Event { Gap = new TopicBodies.Gap(topic, TopicGap.Evicted, from, to) });

    /// <summary>The session published this message and wanted no copy: it is no gap.</summary>
    public static SharedMessage Skipped(string topic, long position) =>
        Encode(topic, new TopicBodies.Event { Skipped = new TopicBodies.Skip(topic, position) });

    public static SharedMessage Presence(string topic, PresenceChange change) => Encode(topic, new TopicBodies.Event
    {
        Presence = new TopicBodies.Change(topic, change.Joined.Count > 0 ? change.Joined : null, change.Left.Count > 0 ? change.Left : null, change.Anonymous),
    });

    /// <summary>What a subscription's answer and event have in common.</summary>
    public static TopicBodies.Subscription Body(Subscribed subscribed, string? name)
    {
        var topic = subscribed.Subscription.Topic;
        var gap = subscribed.Start.Gap is { } lost ? new TopicBodies.Gap(null, lost.Why, lost.From, lost.To) : null;
        return new TopicBodies.Subscription(name, topic.Index, subscribed.Epoch, subscribed.Start.Position, gap, topic.Rule.Conflate ? true : null);
    }

    private static SharedMessage Encode(string topic, TopicBodies.Event body) =>
        new(FrameType.TopicEvent, default, JsonSerializer.SerializeToUtf8Bytes(body, TopicJson.Relaxed.Event), topic);
}
