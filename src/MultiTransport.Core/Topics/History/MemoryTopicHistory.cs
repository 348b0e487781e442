using System.Collections.Concurrent;

namespace MultiTransport;

/// <summary>Histories in this process's memory: a ring a topic, and one bound of bytes over all. What it counted ends with the process, and so does its epoch.</summary>
internal sealed class MemoryTopicHistory(TopicOptions options, TimeProvider time) : ITopicHistory
{
    private static readonly TimeSpan TrimInterval = TimeSpan.FromSeconds(10);

    private readonly string _epoch = TopicStore.NewEpoch();
    private readonly ConcurrentDictionary<string, TopicLog> _logs = new(StringComparer.Ordinal);
    private readonly IdempotencyTable _keys = new(Ticks(time, options.IdempotencyLife));
    private readonly Lock _shrinking = new();
    private long _floor;
    private long _weight;
    private long _trimmedAt = time.GetTimestamp();

    /// <summary>What all histories hold of memory, about.</summary>
    public long Weight => Volatile.Read(ref _weight);

    public ValueTask<string> GetEpochAsync(CancellationToken cancellationToken) => new(_epoch);

    public ValueTask<TopicAppended> AppendAsync(string topic, TopicAppend message, TopicBounds bounds, CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        if (message.IdempotencyKey is not null && _keys.TryFind(topic, message, now, out var known))
        {
            return new(known);
        }

        var log = _logs.GetOrAdd(topic, static (_, floor) => new TopicLog(floor), Volatile.Read(ref _floor));
        long position;
        lock (log.Gate)
        {
            var before = log.Weight;
            log.LastUsed = now;
            position = log.Append(message, time.GetUtcNow(), now, bounds);
            log.Trim(now, bounds, Ticks(time, bounds.Age));
            Interlocked.Add(ref _weight, log.Weight - before);
        }

        if (message.IdempotencyKey is not null)
        {
            _keys.Add(topic, message, position, now);
        }

        if (Weight > options.HistoryBytes)
        {
            Shrink();
        }

        return new(new TopicAppended(position, TopicAppendOutcome.Added));
    }

    public ValueTask<TopicRange> GetRangeAsync(string topic, TopicBounds bounds, CancellationToken cancellationToken)
    {
        if (!_logs.TryGetValue(topic, out var log))
        {
            return new(new TopicLog(Volatile.Read(ref _floor)).Range);
        }

        lock (log.Gate)
        {
            Trim(log, bounds);
            return new(log.Range);
        }
    }

    public ValueTask<IReadOnlyList<TopicMessage>> ReadAsync(string topic, long after, int limit, int bytes, TopicBounds bounds, CancellationToken cancellationToken)
    {
        if (!_logs.TryGetValue(topic, out var log))
        {
            return new(Array.Empty<TopicMessage>());
        }

        lock (log.Gate)
        {
            Trim(log, bounds);
            return new(log.Read(after, limit, bytes));
        }
    }

    /// <summary>How many messages of a topic are kept, and their payload bytes.</summary>
    public (int Messages, long Bytes) Held(string topic, TopicBounds bounds)
    {
        if (!_logs.TryGetValue(topic, out var log))
        {
            return default;
        }

        lock (log.Gate)
        {
            Trim(log, bounds);
            return (log.Count, log.Bytes);
        }
    }

    /// <summary>Lets a topic go whose turn the caller has. Every topic that is made from now on counts on from where it stood, so that no position is given twice.</summary>
    public void Forget(string topic)
    {
        if (_logs.TryGetValue(topic, out var log))
        {
            lock (log.Gate)
            {
                // Appends of other topics may be making a log with the floor of before: that is right for them.
                InterlockedMax(ref _floor, log.Last);
                Interlocked.Add(ref _weight, -log.Weight);
            }

            _logs.TryRemove(topic, out _);
        }
    }

    /// <summary>Lets go what is too old in topics that nobody uses; now and then.</summary>
    public void Sweep(Func<string, TopicBounds?> boundsOf)
    {
        var now = time.GetTimestamp();
        if (now - _trimmedAt < Ticks(time, TrimInterval))
        {
            return;
        }

        _trimmedAt = now;
        foreach (var (topic, log) in _logs)
        {
            if (boundsOf(topic) is { } bounds)
            {
                lock (log.Gate)
                {
                    Trim(log, bounds);
                }
            }
        }
    }

    private static long Ticks(TimeProvider time, TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    private static void InterlockedMax(ref long target, long value)
    {
        var seen = Volatile.Read(ref target);
        while (seen < value)
        {
            seen = Interlocked.CompareExchange(ref target, value, seen) is var found && found == seen ? value : found;
        }
    }

    private void Trim(TopicLog log, TopicBounds bounds)
    {
        var before = log.Weight;
        log.Trim(time.GetTimestamp(), bounds, Ticks(time, bounds.Age));
        Interlocked.Add(ref _weight, log.Weight - before);
    }

    /// <summary>Makes room for a while, so that not every message over the bound looks at all topics.</summary>
    private void Shrink()
    {
        lock (_shrinking)
        {
            var target = options.HistoryBytes - (options.HistoryBytes / 16);
            foreach (var (_, log) in _logs.OrderBy(static pair => pair.Value.LastUsed).ToList())
            {
                if (Weight <= target)
                {
                    return;
                }

                lock (log.Gate)
                {
                    var before = log.Weight;
                    while (log.Count > 0 && Weight - (before - log.Weight) > target)
                    {
                        log.RemoveFirst();
                    }

                    Interlocked.Add(ref _weight, log.Weight - before);
                }
            }
        }
    }
}
