using MultiTransport.Testing;

namespace MultiTransport.Core.Tests;

/// <summary>A history in memory with something before and after each call.</summary>
internal sealed class FaultyHistory : ITopicHistory
{
    private readonly MemoryTopicHistory _inner = new(new TopicOptions(), new ManualTimeProvider());

    /// <summary>Given the call and its topic, for example <c>append t</c>.</summary>
    public Func<string, Task>? Before { get; set; }

    public Func<string, Task>? After { get; set; }

    public ValueTask<string> GetEpochAsync(CancellationToken cancellationToken) => _inner.GetEpochAsync(cancellationToken);

    public async ValueTask<TopicAppended> AppendAsync(string topic, TopicAppend message, TopicBounds bounds, CancellationToken cancellationToken)
    {
        await (Before?.Invoke($"append {topic}") ?? Task.CompletedTask);
        var appended = await _inner.AppendAsync(topic, message, bounds, cancellationToken);
        await (After?.Invoke($"append {topic}") ?? Task.CompletedTask);
        return appended;
    }

    public async ValueTask<TopicRange> GetRangeAsync(string topic, TopicBounds bounds, CancellationToken cancellationToken)
    {
        await (Before?.Invoke($"range {topic}") ?? Task.CompletedTask);
        return await _inner.GetRangeAsync(topic, bounds, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<TopicMessage>> ReadAsync(string topic, long after, int limit, int bytes, TopicBounds bounds, CancellationToken cancellationToken)
    {
        await (Before?.Invoke($"read {topic}") ?? Task.CompletedTask);
        return await _inner.ReadAsync(topic, after, limit, bytes, bounds, cancellationToken);
    }
}
