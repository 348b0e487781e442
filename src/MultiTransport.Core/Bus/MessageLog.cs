using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>
/// The outgoing log of one session with its two cursors: <see cref="Written"/> and <see cref="Acked"/>. Entries before the written cursor wait for
/// their ack in one ring, entries after it wait to be written in another; a number that is in neither was dropped, and the reader sees that as a gap.
/// Not thread-safe: the session's lock guards it.
/// </summary>
internal sealed class MessageLog(SessionOptions options, ByteBudget budget)
{
    private const int FirstSegment = 1024;
    private const int NextSegment = 4096;
    private const int QuietTrims = 60; // half a minute of sweeps: a client that hears something now and then does not pay for its rings each time

    private EntryRing _sent;
    private EntryRing _pending;
    private Segment? _tail;
    private int _sentBytes;
    private int _pendingBytes;
    private long _lastAtTrim;
    private int _quietTrims;

    /// <summary>The last number given out.</summary>
    public long Last { get; private set; }

    /// <summary>The highest number that any reader took.</summary>
    public long Written { get; private set; }

    /// <summary>The highest number that the client acknowledged.</summary>
    public long Acked { get; private set; }

    public int SentCount => _sent.Count;

    public int PendingCount => _pending.Count;

    public int Count => _sent.Count + _pending.Count;

    public int Bytes => _sentBytes + _pendingBytes;

    /// <summary>The next message to be written.</summary>
    public ref readonly LogEntry NextPending => ref _pending.First;

    /// <summary>Whether the window lets the next pending message be written.</summary>
    public bool IsWindowOpen => _sent.Count == 0
        || (_sent.Count < options.WindowMessages && _sentBytes + _pending.First.Length <= options.WindowBytes);

    public bool HasRoom(int length) =>
        Count < options.LogMessages && Bytes + length <= options.LogBytes && (!budget.IsExhausted || Count == 0);

    /// <summary>Whether a message from a topic's history may be appended: those leave half of the log to all others. Where what was written gives way by itself it does not count.</summary>
    public bool HasRoomForReplay(int length, bool forgetsSent)
    {
        var (count, bytes) = Held(forgetsSent);
        return count == 0 || (count < options.WindowMessages && bytes + length <= options.WindowBytes && !budget.IsExhausted);
    }

    /// <summary>Whether there is room enough that going on with a history is worth the reading.</summary>
    public bool IsRoomyForReplay(bool forgetsSent)
    {
        var (count, bytes) = Held(forgetsSent);
        return count == 0 || (count <= options.WindowMessages / 4 * 3 && bytes <= options.WindowBytes / 4 * 3 && !budget.IsExhausted);
    }

    /// <summary>How much may be read of a history to be appended.</summary>
    public (int Messages, int Bytes) RoomForReplay(bool forgetsSent)
    {
        var (count, bytes) = Held(forgetsSent);
        return (Math.Max(1, options.WindowMessages - count), Math.Max(1, options.WindowBytes - bytes));
    }

    public long Append(byte type, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        var length = MessageFrames.EncodedLength(head.Length + body.Length);
        var segment = Reserve(length, out var offset, out var room);
        MessageFrames.Write(room, type, head, body);
        return Append(new LogEntry(++Last, type, segment, offset, length));
    }

    public long Append(SharedMessage message) => Append(new LogEntry(++Last, message.Type, message, 0, message.Frames.Length));

    /// <summary>Takes the next pending message for writing. It waits for its ack, unless <paramref name="forget"/>.</summary>
    public LogEntry Take(bool forget)
    {
        var entry = _pending.RemoveFirst();
        _pendingBytes -= entry.Length;
        Written = Math.Max(Written, entry.Number);
        if (forget)
        {
            Acked = entry.Number;
        }
        else
        {
            _sent.AddLast(entry);
            _sentBytes += entry.Length;
        }

        return entry;
    }

    /// <summary>A reader told its client that everything up to <paramref name="number"/> is lost: the client stands there now.</summary>
    public void Skip(long number) => Written = Math.Max(Written, number);

    /// <summary>Ends a reader's use of an entry that was taken with <c>forget</c>, or held.</summary>
    public void Release(Segment segment)
    {
        segment.Release(budget);
    }

    public AckResult Ack(long number)
    {
        if (number > Written)
        {
            return AckResult.NeverSent;
        }

        if (number <= Acked)
        {
            return AckResult.Old;
        }

        Acked = number;
        while (_sent.Count > 0 && _sent.First.Number <= number)
        {
            RemoveOldestSent();
        }

        // What was rewound for a resume may turn out to have arrived after all.
        while (_pending.Count > 0 && _pending.First.Number <= number)
        {
            DropOldestPending();
        }

        return AckResult.Moved;
    }

    /// <summary>Puts the written cursor back to <paramref name="position"/>: what was written after it is to be written again.</summary>
    public void Rewind(long position)
    {
        while (_sent.Count > 0 && _sent.Last.Number > position)
        {
            var entry = _sent.RemoveLast();
            _sentBytes -= entry.Length;
            _pending.AddFirst(entry);
            _pendingBytes += entry.Length;
        }

        // A position may also lie ahead of the written cursor's entries: they arrived by a carrier that was cut before we knew.
        while (_pending.Count > 0 && _pending.First.Number <= position)
        {
            var entry = _pending.RemoveFirst();
            _pendingBytes -= entry.Length;
            _sent.AddLast(entry);
            _sentBytes += entry.Length;
        }
    }

    public bool TryEvictOldestSent()
    {
        if (_sent.Count == 0)
        {
            return false;
        }

        RemoveOldestSent();
        return true;
    }

    public long DropOldestPending()
    {
        var entry = _pending.RemoveFirst();
        _pendingBytes -= entry.Length;
        entry.Segment?.Release(budget);
        return entry.Number;
    }

    /// <summary>The sweep calls this: gives large storage back after one sweep without a message, and the small one that is left after a while, so that a busy session keeps its rings from message to message.</summary>
    public void Trim()
    {
        _quietTrims = Last == _lastAtTrim ? Math.Min(_quietTrims + 1, QuietTrims) : 0;
        _lastAtTrim = Last;
        if (_quietTrims > 0)
        {
            DropStorage(all: _quietTrims == QuietTrims);
        }
    }

    public void Clear()
    {
        while (TryEvictOldestSent())
        {
        }

        while (_pending.Count > 0)
        {
            DropOldestPending();
        }

        DropStorage(all: true);
    }

    private (int Count, int Bytes) Held(bool forgetsSent) => forgetsSent ? (PendingCount, _pendingBytes) : (Count, Bytes);

    private long Append(in LogEntry entry)
    {
        _pending.AddLast(entry);
        _pendingBytes += entry.Length;
        return entry.Number;
    }

    private Segment Reserve(int length, out int offset, out Span<byte> room)
    {
        if (_tail is { } tail)
        {
            if (tail.TryReserve(length, out offset, out room))
            {
                return tail;
            }

            if (tail.IsRented)
            {
                _tail = null;
            }
        }

        _tail ??= new Segment();
        _tail.Rent(Math.Max(length, Count == 0 ? FirstSegment : NextSegment), budget);
        _tail.TryReserve(length, out offset, out room);
        return _tail;
    }

    private void DropStorage(bool all)
    {
        _sent.DropStorageIfEmpty(all);
        _pending.DropStorageIfEmpty(all);
    }

    private void RemoveOldestSent()
    {
        var entry = _sent.RemoveFirst();
        _sentBytes -= entry.Length;
        entry.Segment?.Release(budget);
    }
}
