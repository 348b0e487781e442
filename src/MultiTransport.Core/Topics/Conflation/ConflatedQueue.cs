namespace MultiTransport;

/// <summary>
/// What waits for one subscriber of a conflated topic, the newest message of each key. It is served in rounds: what a round found is served in order of
/// positions, and what comes meanwhile is for the next one. So positions only grow, and a key that changes all the time does not wait for all others to be quiet.
/// </summary>
internal sealed class ConflatedQueue(int capacity = ConflatedQueue.DefaultCapacity)
{
    public const int DefaultCapacity = 1_000;

    private readonly LinkedList<Item> _waiting = new();
    private readonly Dictionary<string, LinkedListNode<Item>> _byKey = new(StringComparer.Ordinal);
    private readonly Queue<Item> _round = new();
    private (long From, long To)? _lost;

    /// <summary>How many messages wait.</summary>
    public int Count => _waiting.Count + _round.Count;

    public void Add(SharedMessage message, long position, string? key)
    {
        key ??= ""; // no key is empty
        if (_byKey.TryGetValue(key, out var node))
        {
            node.Value = new Item(message, position, key);
            _waiting.Remove(node);
            _waiting.AddLast(node);
            return;
        }

        _byKey.Add(key, _waiting.AddLast(new Item(message, position, key)));
        if (Count > capacity)
        {
            DropOldest();
        }
    }

    /// <summary>What is to be sent next of at least one message: a gap where there is one, or else the message.</summary>
    public SharedMessage Peek(out (long From, long To)? lost)
    {
        lost = _lost;
        if (_round.Count == 0)
        {
            BeginRound();
        }

        return _round.Peek().Message;
    }

    /// <summary>What <see cref="Peek"/> gave has been sent.</summary>
    public void Taken()
    {
        if (_lost is not null)
        {
            _lost = null;
            return;
        }

        _round.Dequeue();
    }

    public void Clear()
    {
        _round.Clear();
        _waiting.Clear();
        _byKey.Clear();
        _lost = null;
    }

    private void BeginRound()
    {
        foreach (var item in _waiting)
        {
            _round.Enqueue(item);
        }

        _waiting.Clear();
        _byKey.Clear();
    }

    /// <summary>The oldest of all: what was dropped lies together, since whatever is served in between tells of it first.</summary>
    private void DropOldest()
    {
        if (!_round.TryDequeue(out var oldest))
        {
            oldest = _waiting.First!.Value;
            _waiting.RemoveFirst();
            _byKey.Remove(oldest.Key);
        }

        // A newer message of its key may wait: then it is no loss.
        if (!_byKey.ContainsKey(oldest.Key))
        {
            _lost = (_lost?.From ?? oldest.Position, oldest.Position);
        }
    }

    private readonly record struct Item(SharedMessage Message, long Position, string Key);
}
