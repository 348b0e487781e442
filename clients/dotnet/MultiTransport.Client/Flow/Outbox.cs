using System.Buffers;
using System.Diagnostics;

namespace MultiTransport.Client;

/// <summary>
/// The messages that the server has not acknowledged, in order. The first one has the number after <see cref="Acked"/>; numbers are places, so what no
/// carrier has borne yet may still be taken out. Pure: no clock, no I/O.
/// </summary>
internal sealed class Outbox(int maxMessages, long maxBytes)
{
    private readonly List<OutgoingMessage> _items = [];
    private readonly Dictionary<string, Task> _keyed = [];
    private int _head;
    private long _base;
    private long _bytes;

    /// <summary>Payload bytes that are not acknowledged; may be read from any thread.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public int Count => _items.Count - _head;

    /// <summary>Everything up to here was handled.</summary>
    public long Acked { get; private set; }

    /// <summary>The highest number that the server is known to have: where every carrier starts from.</summary>
    public long Known { get; private set; }

    /// <summary>The highest number that any carrier of this session has borne.</summary>
    public long Written { get; private set; }

    public UpstreamLimits Limits { get; set; } = UpstreamLimits.Default;

    /// <summary>The first message that was written and not acknowledged.</summary>
    public OutgoingMessage? Oldest => Written > Acked ? _items[_head] : null;

    public bool IsFullFor(int length) => Count >= maxMessages || (Count > 0 && Bytes + length > maxBytes) || length > maxBytes;

    public bool Holds(OutgoingMessage message) => _items.IndexOf(message, _head) >= 0;

    public Task? OnItsWay(string key) => _keyed.GetValueOrDefault(key);

    public void Add(OutgoingMessage message, Task? task = null)
    {
        message.End = (_items.Count > _head ? _items[^1].End : _base) + message.Length;
        _items.Add(message);
        Interlocked.Add(ref _bytes, message.Length);
        if (message.Key is { } key && task is not null)
        {
            _keyed[key] = task;
        }
    }

    /// <summary>Adds these before all others, whatever the bounds; only where nothing of this session was written yet.</summary>
    public void AddFirst(List<OutgoingMessage> messages)
    {
        Debug.Assert(Written == 0, "Numbers that were written are taken.");
        _items.InsertRange(_head, messages);
        Interlocked.Add(ref _bytes, messages.Sum(static message => message.Length));
        Recount();
    }

    /// <summary>Whether a message after this number may be written now.</summary>
    public bool HasAfter(long cursor) => MayWrite(Math.Max(cursor, Acked) + 1);

    /// <summary>The message with this number, which is not acknowledged.</summary>
    public OutgoingMessage? Find(long number) => number > Acked && number <= Acked + Count ? _items[_head + (int)(number - Acked - 1)] : null;

    /// <summary>Writes what follows <paramref name="cursor"/> and fits window and bounds, one message at least; moves the cursor and says how many they were.</summary>
    public int Write(IBufferWriter<byte> output, ref long cursor, int mostBytes, int mostMessages, long now)
    {
        for (; cursor < Acked; cursor++)
        {
            // Another carrier brought it meanwhile. Numbers are places on a carrier, so something must stand there; the server drops what it has.
            output.Write(OutgoingMessage.EmptyFrame);
        }

        var count = 0;
        while (count < mostMessages && MayWrite(cursor + 1))
        {
            var message = _items[_head + (int)(cursor - Acked)];
            if (count > 0 && message.Frames.Length > mostBytes)
            {
                break;
            }

            output.Write(message.Frames);
            message.WrittenAt = message.WrittenAt == 0 ? now : message.WrittenAt;
            mostBytes -= message.Frames.Length;
            count++;
            cursor++;
            Written = Math.Max(Written, cursor);
        }

        return count;
    }

    /// <summary>Counts messages that a negotiate bears.</summary>
    public void WrittenThrough(long number, long now)
    {
        for (var next = Acked + 1; next <= number; next++)
        {
            Find(next)!.WrittenAt = now;
        }

        Written = Math.Max(Written, number);
    }

    public void Received(long number) => Known = Math.Max(Known, Math.Min(number, Written));

    /// <summary>Everything up to this number was handled; false where it was never written.</summary>
    public bool Ack(long number)
    {
        if (number > Written)
        {
            return false;
        }

        for (; Acked < number; Acked++)
        {
            var message = _items[_head];
            Take();
            message.Settle(message.FailCode is { } code ? Fault.NotHandled(code) : null);
        }

        Known = Math.Max(Known, Acked);
        return true;
    }

    public void Fail(long number, string code)
    {
        if (number <= Written && Find(number) is { } message)
        {
            message.FailCode = code;
        }
    }

    /// <summary>Puts an empty frame in the place of a message that cannot pass.</summary>
    public void Block(long number)
    {
        if (Find(number) is { } message)
        {
            Interlocked.Add(ref _bytes, -message.Length);
            Unkey(message);
            message.Block();
            Recount();
        }
    }

    /// <summary>Fails what is over the server's limit and was not written yet.</summary>
    public void DropTooLarge() => Drop(
        message => message.WrittenAt == 0 && !message.IsOfThisSessionOnly && message.Length > Limits.Message, message => Fault.TooLarge(message.Length, Limits.Message));

    /// <summary>The session is lost: what was not written moves to the next one, and so does what has a key; the outcome of the rest is unknown.</summary>
    public void Lose()
    {
        Drop(
            static message => message.IsOfThisSessionOnly || message.FailCode is not null || (message.WrittenAt != 0 && message.Key is null),
            static message => message.FailCode is { } code ? Fault.NotHandled(code) : Fault.Lost());
        _items.ForEach(static message => message.WrittenAt = 0);

        Acked = Known = Written = 0;
        Recount();
    }

    /// <summary>What was written was refused as a whole, so it was not.</summary>
    public void Unwrite()
    {
        foreach (var message in _items.Skip(_head))
        {
            message.WrittenAt = 0;
        }

        Written = Acked;
    }

    public void FailAll(Func<OutgoingMessage, SessionException> error) => Drop(static _ => true, error);

    private bool MayWrite(long number)
    {
        if (number > Acked + Count || number - Acked > Limits.WindowMessages)
        {
            return false;
        }

        return number == Acked + 1 || _items[_head + (int)(number - Acked - 1)].End - _base <= Limits.WindowBytes;
    }

    private void Take()
    {
        var message = _items[_head];
        _items[_head++] = null!;
        _base = message.End;
        Interlocked.Add(ref _bytes, -message.Length);
        Unkey(message);
        if (_head > 32 && _head * 2 > _items.Count)
        {
            _items.RemoveRange(0, _head);
            _head = 0;
        }
    }

    private void Drop(Func<OutgoingMessage, bool> which, Func<OutgoingMessage, SessionException> error)
    {
        _items.RemoveRange(0, _head);
        _head = 0;
        var dropped = _items.FindAll(message => which(message));
        _items.RemoveAll(message => which(message));
        foreach (var message in dropped)
        {
            Interlocked.Add(ref _bytes, -message.Length);
            Unkey(message);
            message.Settle(error(message));
        }

        Recount();
    }

    private void Unkey(OutgoingMessage message)
    {
        if (message.Key is { } key)
        {
            _keyed.Remove(key);
        }
    }

    private void Recount()
    {
        var end = _base;
        for (var index = _head; index < _items.Count; index++)
        {
            _items[index].End = end += _items[index].Length;
        }
    }
}
