namespace MultiTransport.Protocol;

/// <summary>The payload of a topic event: one of these (PROTOCOL.md, section 14.5); all null for one that this version does not know.</summary>
public sealed record TopicEvent
{
    /// <summary>The server subscribed the session by itself.</summary>
    public TopicSubscription? Subscribed { get; init; }

    /// <summary>The server ended a subscription.</summary>
    public TopicUnsubscribed? Unsubscribed { get; init; }

    /// <summary>Messages of a subscription are lost.</summary>
    public TopicGap? Gap { get; init; }

    /// <summary>The session published this message and wanted no copy.</summary>
    public TopicSkip? Skipped { get; init; }

    /// <summary>Who came and who left.</summary>
    public TopicPresenceChange? Presence { get; init; }
}
