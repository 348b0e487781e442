namespace MultiTransport;

/// <summary>A double-ended queue of entries whose storage is made on first use, kept while it is of use, and dropped by its owner.</summary>
internal struct EntryRing
{
    private const int FirstCapacity = 8;

    private LogEntry[]? _entries;
    private int _head;

    public int Count { get; private set; }

    public readonly ref readonly LogEntry First => ref _entries![_head];

    public readonly ref readonly LogEntry Last => ref _entries![(_head + Count - 1) & (_entries.Length - 1)];

    public void AddLast(in LogEntry entry)
    {
        EnsureRoom();
        _entries![(_head + Count) & (_entries.Length - 1)] = entry;
        Count++;
    }

    public void AddFirst(in LogEntry entry)
    {
        EnsureRoom();
        _head = (_head - 1) & (_entries!.Length - 1);
        _entries[_head] = entry;
        Count++;
    }

    public LogEntry RemoveFirst()
    {
        var entry = _entries![_head];
        _entries[_head] = default;
        _head = (_head + 1) & (_entries.Length - 1);
        Count--;
        return entry;
    }

    public LogEntry RemoveLast()
    {
        var index = (_head + Count - 1) & (_entries!.Length - 1);
        var entry = _entries[index];
        _entries[index] = default;
        Count--;
        return entry;
    }

    /// <summary>Drops the storage of an empty ring; a small one only where <paramref name="all"/>.</summary>
    public void DropStorageIfEmpty(bool all)
    {
        if (Count == 0 && (all || _entries?.Length > FirstCapacity))
        {
            _entries = null;
            _head = 0;
        }
    }

    private void EnsureRoom()
    {
        if (_entries is null)
        {
            _entries = new LogEntry[FirstCapacity];
            return;
        }

        if (Count < _entries.Length)
        {
            return;
        }

        var larger = new LogEntry[_entries.Length * 2];
        var first = _entries.Length - _head;
        Array.Copy(_entries, _head, larger, 0, first);
        Array.Copy(_entries, 0, larger, first, _head);
        _entries = larger;
        _head = 0;
    }
}
