using System.Collections.Concurrent;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <content>Making topics, giving them up, and what time does.</content>
internal sealed partial class TopicTable
{
    private static readonly TimeSpan TidyInterval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<Subscription> _stalled = new();
    private long _tidiedAt;

    /// <summary>A subscription whose history does not answer: the next step of the sweep tries again.</summary>
    public void Stalled(Subscription subscription) => _stalled.Enqueue(subscription);

    /// <summary>One step of what time does to topics. Steps may not overlap.</summary>
    public void Sweep()
    {
        var now = Time.GetTimestamp();
        for (var count = _stalled.Count; count > 0 && _stalled.TryDequeue(out var subscription); count--)
        {
            subscription.Start();
        }

        var isTidyDue = now - _tidiedAt >= Ticks(TidyInterval);
        foreach (var (_, topic) in _topics)
        {
            topic.SweepPresence(now);
            if (isTidyDue && topic is { Subscribers: 0, Position: 0 })
            {
                topic.TryGiveUp(Forget); // somebody looked in, and nothing was ever said
            }
        }

        if (isTidyDue)
        {
            _tidiedAt = now;
            _memory?.Sweep(name => _rules.TryFind(name, out var rule) ? Topic.BoundsOf(rule) : null);
        }
    }

    private Topic Find(string name, TopicRule rule)
    {
        if (_topics.TryGetValue(name, out var found))
        {
            return found;
        }

        lock (_making)
        {
            if (_topics.TryGetValue(name, out found))
            {
                return found;
            }

            if (Count >= Options.MaxTopics)
            {
                MakeRoom();
            }

            return _topics[name] = new Topic(this, name, ++_lastIndex, rule);
        }
    }

    /// <summary>The longest unused ones give way, some at a time: looking at all of them is not for every new one.</summary>
    private void MakeRoom()
    {
        var some = Math.Max(1, Options.MaxTopics / 64);
        var unused = _topics.Values.Where(static topic => topic.Subscribers == 0).OrderBy(static topic => topic.LastUsed);
        var isRoom = false;
        foreach (var topic in unused.Take(some).ToList())
        {
            isRoom |= topic.TryGiveUp(Forget);
        }

        if (!isRoom)
        {
            throw new TopicException(
                TopicCode.TopicLimit, $"There are {Count} topics, the most that {nameof(TopicOptions)}.{nameof(TopicOptions.MaxTopics)} allows, and all are in use.");
        }
    }

    private void Forget(Topic topic)
    {
        _memory?.Forget(topic.Name);
        _topics.TryRemove(new KeyValuePair<string, Topic>(topic.Name, topic));
    }
}
