namespace MultiTransport.Core.Tests;

/// <summary>A store that can be set back to what it was, as from a backup, with or without its epoch.</summary>
internal sealed class RestorableHistory : ITopicHistory
{
    private Dictionary<string, List<TopicMessage>> _topics = [];

    public string Epoch { get; set; } = "AAAAAAAA";

    /// <summary>Done before each reading.</summary>
    public Func<Task>? BeforeRead { get; set; }

    public Dictionary<string, List<TopicMessage>> Backup() => _topics.ToDictionary(static topic => topic.Key, static topic => topic.Value.ToList());

    public void Restore(Dictionary<string, List<TopicMessage>> backup) => _topics = backup;

    public ValueTask<string> GetEpochAsync(CancellationToken cancellationToken) => new(Epoch);

    public ValueTask<TopicAppended> AppendAsync(string topic, TopicAppend message, TopicBounds bounds, CancellationToken cancellationToken)
    {
        var kept = Of(topic);
        kept.Add(new TopicMessage(kept.Count + 1, DateTimeOffset.UnixEpoch, message.Message.ToOwned(), message.Key, message.Publisher));
        return new(new TopicAppended(kept.Count, TopicAppendOutcome.Added));
    }

    public ValueTask<TopicRange> GetRangeAsync(string topic, TopicBounds bounds, CancellationToken cancellationToken) =>
        new(new TopicRange(Of(topic).Count > 0 ? 1 : 0, Of(topic).Count));

    public async ValueTask<IReadOnlyList<TopicMessage>> ReadAsync(string topic, long after, int limit, int bytes, TopicBounds bounds, CancellationToken cancellationToken)
    {
        await (BeforeRead?.Invoke() ?? Task.CompletedTask);
        return [.. Of(topic).Skip((int)after).Take(limit)];
    }

    private List<TopicMessage> Of(string topic)
    {
        lock (_topics)
        {
            return _topics.TryGetValue(topic, out var kept) ? kept : _topics[topic] = [];
        }
    }
}
