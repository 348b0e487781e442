namespace MultiTransport;

/// <summary>
/// A topic's subscriptions in one array with holes. Whoever hands a message out walks over the array as it was: a newcomer is put behind what was there,
/// one that leaves makes a hole, and when the array is full or mostly holes another takes its place.
/// </summary>
internal sealed class TopicSubscribers
{
    private const int FirstCapacity = 4;

    private readonly Lock _gate = new();
    private Subscription?[] _slots = [];
    private int _length;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public ReadOnlySpan<Subscription?> All
    {
        get
        {
            lock (_gate)
            {
                return _slots.AsSpan(0, _length);
            }
        }
    }

    public void Add(Subscription subscription)
    {
        lock (_gate)
        {
            if (_length == _slots.Length)
            {
                Move(Math.Max(FirstCapacity, 2 * _count));
            }

            subscription.Slot = _length;
            _slots[_length++] = subscription;
            _count++;
        }
    }

    public bool Remove(Subscription subscription)
    {
        lock (_gate)
        {
            if (subscription.Slot < 0)
            {
                return false;
            }

            _slots[subscription.Slot] = null;
            subscription.Slot = -1;
            _count--;
            if (_count == 0)
            {
                (_slots, _length) = ([], 0);
            }
            else if (_count < _length / 4)
            {
                Move(2 * _count);
            }

            return true;
        }
    }

    private void Move(int capacity)
    {
        var slots = new Subscription?[capacity];
        var length = 0;
        foreach (var subscription in _slots.AsSpan(0, _length))
        {
            if (subscription is not null)
            {
                subscription.Slot = length;
                slots[length++] = subscription;
            }
        }

        (_slots, _length) = (slots, length);
    }
}
