namespace MultiTransport;

/// <summary>The newest messages of one topic, in a ring that grows with them.</summary>
internal sealed class TopicLog(long last)
{
    /// <summary>What a kept message costs beside its payload, about.</summary>
    private const int Overhead = 160;

    private const int FirstCapacity = 4;

    private (TopicMessage Message, long At)[] _ring = [];
    private int _head;

    /// <summary>Guards all the rest.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The newest message's position; what it was when the topic was made, before there was one.</summary>
    public long Last { get; private set; } = last;

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>What it holds of memory, about.</summary>
    public long Weight => Bytes + ((long)Count * Overhead);

    public long LastUsed { get; set; }

    public TopicRange Range => Count > 0 ? new(Last - Count + 1, Last) : new(Last == 0 ? 0 : Last + 1, Last);

    public long Append(in TopicAppend append, DateTimeOffset time, long now, TopicBounds bounds)
    {
        Last++;
        if (bounds.Messages > 0 && append.Message.Payload.Length <= bounds.Bytes)
        {
            Add(new TopicMessage(Last, time, append.Message.ToOwned(), append.Key, append.Publisher), now);
            Trim(now, bounds, long.MaxValue);
        }
        else
        {
            Clear(); // what is kept has no holes
        }

        return Last;
    }

    /// <summary>Lets go what is over a bound.</summary>
    /// <param name="now">The timestamp.</param>
    /// <param name="bounds">The bounds.</param>
    /// <param name="age">The bound of age, as a difference of timestamps.</param>
    public void Trim(long now, TopicBounds bounds, long age)
    {
        while (Count > 0 && (Count > bounds.Messages || Bytes > bounds.Bytes || now - _ring[_head].At >= age))
        {
            RemoveFirst();
        }
    }

    public void RemoveFirst()
    {
        Bytes -= _ring[_head].Message.Message.Payload.Length;
        _ring[_head] = default;
        _head = (_head + 1) % _ring.Length;
        if (--Count == 0)
        {
            _ring = [];
            _head = 0;
        }
    }

    public IReadOnlyList<TopicMessage> Read(long after, int limit, int bytes)
    {
        var skipped = (int)Math.Clamp(after - (Last - Count), 0, Count);
        var taken = Math.Min(limit, Count - skipped);
        var length = 0;
        long sum = 0;
        while (length < taken && (length == 0 || sum + At(skipped + length).Message.Payload.Length <= bytes))
        {
            sum += At(skipped + length++).Message.Payload.Length;
        }

        var page = length == 0 ? [] : new TopicMessage[length];
        for (var i = 0; i < length; i++)
        {
            page[i] = At(skipped + i);
        }

        return page;
    }

    private TopicMessage At(int index) => _ring[(_head + index) % _ring.Length].Message;

    private void Add(TopicMessage message, long now)
    {
        if (Count == _ring.Length)
        {
            var larger = new (TopicMessage, long)[Math.Max(FirstCapacity, 2 * Count)];
            for (var i = 0; i < Count; i++)
            {
                larger[i] = _ring[(_head + i) % _ring.Length];
            }

            (_ring, _head) = (larger, 0);
        }

        _ring[(_head + Count++) % _ring.Length] = (message, now);
        Bytes += message.Message.Payload.Length;
    }

    private void Clear()
    {
        (_ring, _head, Count, Bytes) = ([], 0, 0, 0);
    }
}
