namespace MultiTransport;

/// <content>Looking at what is kept.</content>
internal sealed partial class TopicTable
{
    private const int MaxListed = 1_000;

    /// <inheritdoc/>
    public async ValueTask<TopicHistoryPage> ReadHistoryAsync(string topic, TopicHistoryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        if (query.Limit is < 1 or > MaxListed || query.Bytes < 1 || query.Since?.Number < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(query), query, $"Accepted is a {nameof(query.Limit)} of 1 to {MaxListed}, {nameof(query.Bytes)} from 1 and a number of {nameof(query.Since)} from 0.");
        }

        var bounds = Topic.BoundsOf(RuleOf(topic));
        var epoch = await Store.GetEpochAsync(cancellationToken).ConfigureAwait(false);
        var range = await Store.GetRangeAsync(topic, bounds, cancellationToken).ConfigureAwait(false);
        if (range.First == 0 || range.First > range.Last)
        {
            return new TopicHistoryPage(epoch, 0, 0, [], HasMore: false);
        }

        return query.Since is { } since
            ? await ReadAfterAsync(topic, query, since, epoch, range, bounds, cancellationToken).ConfigureAwait(false)
            : await ReadBeforeAsync(topic, query, epoch, range, bounds, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IReadOnlyList<TopicStatus> List(string prefix = "", string after = "", int limit = 100)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxListed);
        return [.. _topics.Values
            .Where(topic => topic.Name.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(topic.Name, after) > 0)
            .OrderBy(static topic => topic.Name, StringComparer.Ordinal)
            .Select(StatusOf)
            .Where(static status => status.Subscribers > 0 || status.HistoryMessages > 0)
            .Take(limit)];
    }

    private async ValueTask<TopicHistoryPage> ReadAfterAsync(
        string topic, TopicHistoryQuery query, TopicPosition since, string epoch, TopicRange range, TopicBounds bounds, CancellationToken cancellationToken)
    {
        // Counted by another store: all of this one is new.
        var after = since.Epoch is null || string.Equals(since.Epoch, epoch, StringComparison.Ordinal) ? since.Number : 0;
        var messages = await Store.ReadAsync(topic, after, query.Limit, query.Bytes, bounds, cancellationToken).ConfigureAwait(false);
        return new TopicHistoryPage(epoch, range.First, range.Last, messages, messages.Count > 0 && messages[^1].Position < range.Last);
    }

    private async ValueTask<TopicHistoryPage> ReadBeforeAsync(
        string topic, TopicHistoryQuery query, string epoch, TopicRange range, TopicBounds bounds, CancellationToken cancellationToken)
    {
        var last = Math.Min(range.Last, (query.Before ?? long.MaxValue) - 1);
        var first = Math.Max(range.First, last - query.Limit + 1);
        if (last < first)
        {
            return new TopicHistoryPage(epoch, range.First, range.Last, [], HasMore: false);
        }

        // The store gives the oldest that fit, and the newest are asked for: the rule's own bound keeps this small.
        var read = await Store.ReadAsync(topic, first - 1, (int)(last - first + 1), bounds.Bytes, bounds, cancellationToken).ConfigureAwait(false);
        var messages = read.Where(message => message.Position <= last).ToList();
        long bytes = 0;
        var kept = messages.Count;
        while (kept > 0 && ((bytes += messages[kept - 1].Message.Payload.Length) <= query.Bytes || kept == messages.Count))
        {
            kept--;
        }

        messages.RemoveRange(0, kept);
        return new TopicHistoryPage(epoch, range.First, range.Last, messages, messages.Count > 0 && messages[0].Position > range.First);
    }

    private TopicStatus StatusOf(Topic topic)
    {
        var (messages, bytes) = _memory?.Held(topic.Name, Topic.BoundsOf(topic.Rule)) ?? default;
        return new TopicStatus(topic.Name, topic.Subscribers, new TopicPosition(Store.LastEpoch, topic.Position), messages, bytes);
    }
}
