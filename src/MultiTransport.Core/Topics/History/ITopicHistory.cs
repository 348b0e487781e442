namespace MultiTransport;

/// <summary>
/// Where topics are counted and their newest messages kept; in memory unless the host registers another. One process calls it for one topic one at a time;
/// a store that several processes share must count for all of them. What it throws is told as <c>history-unavailable</c>, and then nothing was added.
/// </summary>
public interface ITopicHistory
{
    /// <summary>
    /// Names this store's counting, 8 characters of base64url: it changes when what was counted is lost, never else. Subscribers are told of a change by a gap when something is next
    /// published in their topic. Where an append gives a number again while the name stays (a store that was restored while this process ran), the process takes another name in its place.
    /// </summary>
    ValueTask<string> GetEpochAsync(CancellationToken cancellationToken);

    /// <summary>Adds a message as the topic's next one; or, where its idempotency key is known, nothing.</summary>
    ValueTask<TopicAppended> AppendAsync(string topic, TopicAppend message, TopicBounds bounds, CancellationToken cancellationToken);

    /// <summary>What is kept: the numbers of the oldest and the newest message. Both 0 for a topic without; where messages were counted but are not kept, <c>First</c> is <c>Last</c> + 1.</summary>
    ValueTask<TopicRange> GetRangeAsync(string topic, TopicBounds bounds, CancellationToken cancellationToken);

    /// <summary>Messages that are kept, in order, from the first one after <paramref name="after"/> on: at most <paramref name="limit"/>, and as many as fit <paramref name="bytes"/>, but one at least.</summary>
    ValueTask<IReadOnlyList<TopicMessage>> ReadAsync(string topic, long after, int limit, int bytes, TopicBounds bounds, CancellationToken cancellationToken);
}
