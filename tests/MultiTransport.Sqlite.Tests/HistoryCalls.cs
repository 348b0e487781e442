namespace MultiTransport.Sqlite.Tests;

/// <summary>The calls of tests, in one line each.</summary>
internal static class HistoryCalls
{
    public static readonly TopicBounds Wide = new(1000, 1 << 20, TimeSpan.FromHours(1));

    public static ValueTask<TopicAppended> AddAsync(this ITopicHistory history, string topic, string text, string? idempotency = null, TopicBounds? bounds = null, string? key = null) =>
        history.AppendAsync(topic, new TopicAppend(Message.FromText(text), key, null, idempotency), bounds ?? Wide, CancellationToken.None);

    public static ValueTask<TopicRange> RangeAsync(this ITopicHistory history, string topic, TopicBounds? bounds = null) =>
        history.GetRangeAsync(topic, bounds ?? Wide, CancellationToken.None);

    public static async Task<string> TextsAsync(this ITopicHistory history, string topic, long after = 0, int limit = 1000, int bytes = 1 << 20, TopicBounds? bounds = null)
    {
        var messages = await history.ReadAsync(topic, after, limit, bytes, bounds ?? Wide, CancellationToken.None);
        return string.Join(' ', messages.Select(static message => $"{message.Position}:{message.Message.GetText()}"));
    }
}
