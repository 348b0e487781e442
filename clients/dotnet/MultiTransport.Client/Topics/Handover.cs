namespace MultiTransport.Client;

/// <summary>
/// Where the messages of one subscription wait for who reads them. Reading and the loss of a session meet here, under one gate: so it is always certain which message was the
/// last to be handed over. What waits is bounded by the server's window, since nothing is acknowledged before it was handled.
/// </summary>
internal sealed class Handover(ClientTopicPosition place)
{
    private readonly Lock _gate = new();
    private readonly List<HandoverItem> _items = [];
    private int _head;
    private ClientTopicPosition _place = place;
    private TaskCompletionSource? _arrival;
    private bool _isOver;

    /// <summary>After which message the reader stands.</summary>
    public ClientTopicPosition Place
    {
        get
        {
            lock (_gate)
            {
                return _place;
            }
        }
    }

    public void Add(ClientTopicMessage message, Receipt receipt) => Add(new HandoverItem(message, new ClientTopicPosition(message.Epoch, message.Position), receipt));

    /// <summary>What lies before this place does not come: the reader is there when what waits was read.</summary>
    public void Move(ClientTopicPosition place) => Add(new HandoverItem(null, place, default));

    /// <summary>The next message; else what completes when there is something to take again, or null where nothing comes any more.</summary>
    public bool TryTake(out HandoverItem item, out Task? arrival)
    {
        lock (_gate)
        {
            arrival = null;
            if (_head < _items.Count)
            {
                item = _items[_head];
                Remove();
                _place = item.Place;
                SkipPlaces();
                return true;
            }

            item = default;
            arrival = _isOver ? null : (_arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            return false;
        }
    }

    /// <summary>
    /// The session is lost: keeps the first of what waits, as much as there is room for, or all of it where it must not be trimmed. The rest comes again, after the place that is
    /// returned.
    /// </summary>
    public ClientTopicPosition Keep(ref int roomMessages, ref int roomBytes, bool trims)
    {
        lock (_gate)
        {
            var last = _place;
            var index = _head;
            for (; index < _items.Count && (!trims || (roomMessages > 0 && roomBytes > 0)); index++)
            {
                roomMessages -= _items[index].Message is null ? 0 : 1;
                roomBytes -= _items[index].Receipt.Bytes;
                last = _items[index].Place;
            }

            _items.RemoveRange(index, _items.Count - index);
            return last;
        }
    }

    /// <summary>Nothing comes any more. Gives the receipts of what waits, which may still be read unless it is <paramref name="dropped"/>.</summary>
    public List<Receipt> End(bool dropped)
    {
        TaskCompletionSource? arrival;
        List<Receipt> receipts = [];
        lock (_gate)
        {
            for (var index = _head; index < _items.Count; index++)
            {
                receipts.Add(_items[index].Receipt);
            }

            if (dropped)
            {
                _items.Clear();
                _head = 0;
            }

            _isOver = true;
            (arrival, _arrival) = (_arrival, null);
        }

        arrival?.TrySetResult();
        return receipts;
    }

    private void Add(HandoverItem item)
    {
        TaskCompletionSource? arrival;
        lock (_gate)
        {
            if (item.Message is null && _head < _items.Count && _items[^1].Message is null)
            {
                _items[^1] = item; // however many places a server tells, they take the room of one
                return;
            }

            _items.Add(item);
            SkipPlaces();
            if (_isOver || _head == _items.Count)
            {
                return;
            }

            (arrival, _arrival) = (_arrival, null);
        }

        arrival?.TrySetResult();
    }

    /// <summary>A place at the head is where the reader is now: there is always a message first in line, or nothing.</summary>
    private void SkipPlaces()
    {
        while (_head < _items.Count && _items[_head].Message is null)
        {
            _place = _items[_head].Place;
            Remove();
        }
    }

    private void Remove()
    {
        _items[_head++] = default;
        if (_head == _items.Count || (_head > 32 && _head * 2 > _items.Count))
        {
            _items.RemoveRange(0, _head);
            _head = 0;
        }
    }
}
