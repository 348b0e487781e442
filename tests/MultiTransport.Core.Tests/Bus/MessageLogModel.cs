using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>A log beside two plain lists; after every step both must say the same.</summary>
internal sealed class MessageLogModel(int[] run)
{
    private readonly SessionOptions _options = new() { LogMessages = 1000, LogBytes = 1 << 20 };
    private readonly ByteBudget _budget = new(long.MaxValue / 2);
    private readonly List<(long Number, byte[] Frames)> _sent = [];
    private readonly List<(long Number, byte[] Frames)> _pending = [];
    private readonly List<(Segment Segment, LogEntry Entry, byte[] Frames)> _held = [];
    private long _last;
    private long _written;
    private long _acked;

    public void Check()
    {
        // A log is read by its session's clients in one way: at most once, or until acked.
        var forgets = run[0] % 4 == 0;
        var log = new MessageLog(_options, _budget);
        foreach (var step in run)
        {
            Step(log, step % 10, step / 10, forgets);
            Compare(log);
        }

        log.Rewind(_acked);
        Rewind(_acked);
        while (_pending.Count > 0)
        {
            Take(log, forget: true);
            Compare(log);
        }

        log.Clear();
        foreach (var (segment, _, _) in _held)
        {
            log.Release(segment);
        }

        Assert.Equal(0, _budget.Used);
    }

    private void Step(MessageLog log, int operation, int argument, bool forgets)
    {
        switch (operation)
        {
            case 0 or 1 or 2 or 3:
                Append(log, argument);
                break;
            case 4 or 5 when _pending.Count > 0:
                Take(log, forgets);
                break;
            case 6:
                Ack(log, argument % (_last + 2));
                break;
            case 7 when !forgets:
                var position = _acked + (argument % (_written - _acked + 1));
                log.Rewind(position);
                Rewind(position);
                break;
            case 8 when argument % 2 == 0:
                Assert.Equal(_sent.Count > 0, log.TryEvictOldestSent());
                _sent.RemoveRange(0, Math.Min(1, _sent.Count));
                break;
            case 8 when _pending.Count > 0:
                Assert.Equal(_pending[0].Number, log.DropOldestPending());
                _pending.RemoveAt(0);
                break;
            case 9 when _held.Count > 0:
                log.Release(_held[0].Segment);
                _held.RemoveAt(0);
                break;
        }
    }

    private void Append(MessageLog log, int argument)
    {
        var payload = new byte[argument % 7 == 0 ? argument % 70_000 : argument % 300];
        new Random(argument).NextBytes(payload);
        var number = ++_last;
        if (argument % 5 == 0)
        {
            var shared = new SharedMessage(Message.FromBinary(payload));
            Assert.Equal(number, log.Append(shared));
            _pending.Add((number, shared.Frames));
            return;
        }

        byte[] head = [.. new byte[argument % 10]];
        var frames = new byte[MessageFrames.EncodedLength(head.Length + payload.Length)];
        MessageFrames.Write(frames, FrameType.Binary, head, payload);
        Assert.Equal(number, log.Append(FrameType.Binary, head, payload));
        _pending.Add((number, frames));
    }

    private void Take(MessageLog log, bool forget)
    {
        var (number, frames) = _pending[0];
        _pending.RemoveAt(0);
        var entry = log.Take(forget);
        Assert.Equal(number, entry.Number);
        Assert.Equal(frames, entry.Frames.ToArray());
        _written = Math.Max(_written, number);
        if (forget)
        {
            _acked = number;
        }
        else
        {
            entry.Segment?.AddReference();
            _sent.Add((number, frames));
        }

        if (entry.Segment is { } segment)
        {
            _held.Add((segment, entry, frames));
        }
    }

    private void Ack(MessageLog log, long number)
    {
        var expected = number > _written ? AckResult.NeverSent : number <= _acked ? AckResult.Old : AckResult.Moved;
        Assert.Equal(expected, log.Ack(number));
        if (expected == AckResult.Moved)
        {
            _acked = number;
            _sent.RemoveAll(entry => entry.Number <= number);
            _pending.RemoveAll(entry => entry.Number <= number);
        }
    }

    private void Rewind(long position)
    {
        List<(long Number, byte[] Frames)> all = [.. _sent, .. _pending];
        _sent.Clear();
        _sent.AddRange(all.Where(entry => entry.Number <= position));
        _pending.Clear();
        _pending.AddRange(all.Where(entry => entry.Number > position));
    }

    private void Compare(MessageLog log)
    {
        Assert.Equal((_last, _written, _acked), (log.Last, log.Written, log.Acked));
        Assert.Equal((_sent.Count, _pending.Count, _sent.Count + _pending.Count), (log.SentCount, log.PendingCount, log.Count));
        Assert.Equal(_sent.Concat(_pending).Sum(entry => entry.Frames.Length), log.Bytes);
        if (_pending.Count > 0)
        {
            Assert.Equal(_pending[0].Number, log.NextPending.Number);
            Assert.Equal(_pending[0].Frames, log.NextPending.Frames.ToArray());
        }

        foreach (var (_, entry, frames) in _held)
        {
            Assert.True(frames.AsSpan().SequenceEqual(entry.Frames.Span), $"the bytes of message {entry.Number} changed while a reader had them");
        }
    }
}
