namespace MultiTransport;

/// <summary>The topics of this process: inject it anywhere. What the server does here needs no right; rules say what clients may.</summary>
public interface ITopics
{
    /// <summary>Adds a message to a topic and sends it to all subscribers, encoded once. Nothing here waits for a slow one.</summary>
    /// <exception cref="TopicException"><c>topic-malformed</c>, <c>topic-unknown</c>, <c>topic-limit</c>, <c>key-malformed</c>, <c>not-utf8</c>, <c>message-too-large</c>, <c>idempotency-key-reused</c> (with other content) or <c>history-unavailable</c>: nothing was published.</exception>
    ValueTask<TopicPublished> PublishAsync(string topic, Message message, TopicPublish how = default, CancellationToken cancellationToken = default);

    /// <summary>Subscribes a session; its client is told. Completes when the session is subscribed, which may be before it has all that is kept. Again for the same topic: nothing changes.</summary>
    /// <exception cref="TopicException"><c>topic-malformed</c>, <c>topic-unknown</c>, <c>topic-limit</c> or <c>history-unavailable</c>.</exception>
    /// <exception cref="SessionClosedException">The session is over.</exception>
    ValueTask SubscribeAsync(Session session, string topic, TopicSubscribe how = default, CancellationToken cancellationToken = default);

    /// <summary>Ends a subscription; the client is told <paramref name="code"/>. False where there was none.</summary>
    bool Unsubscribe(Session session, string topic, string code = "closed");

    /// <summary>The topics that a session is subscribed to.</summary>
    IReadOnlyList<string> OfSession(Session session);

    /// <summary>The rule that holds for a topic.</summary>
    /// <exception cref="TopicException"><c>topic-malformed</c> or <c>topic-unknown</c>.</exception>
    TopicRule RuleOf(string topic);

    /// <summary>Reads a piece of a topic's history.</summary>
    /// <exception cref="TopicException"><c>topic-malformed</c>, <c>topic-unknown</c> or <c>history-unavailable</c>.</exception>
    ValueTask<TopicHistoryPage> ReadHistoryAsync(string topic, TopicHistoryQuery query, CancellationToken cancellationToken = default);

    /// <summary>Who is in a topic. Empty where its rule keeps no presence.</summary>
    /// <exception cref="TopicException"><c>topic-malformed</c> or <c>topic-unknown</c>.</exception>
    TopicPresence GetPresence(string topic);

    /// <summary>Topics that have subscribers or history, by name.</summary>
    /// <param name="prefix">Only those that begin so.</param>
    /// <param name="after">Only those after this name; for the next page.</param>
    /// <param name="limit">How many at most. Range 1 to 1,000.</param>
    IReadOnlyList<TopicStatus> List(string prefix = "", string after = "", int limit = 100);
}
