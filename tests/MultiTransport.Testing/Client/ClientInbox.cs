using System.Threading.Channels;

namespace MultiTransport.Testing;

/// <summary>Downstream: takes numbers in order whatever carries them, drops repetitions, and knows when an ack is due.</summary>
internal sealed class ClientInbox(ProtocolClient client)
{
    private static readonly TimeSpan AckAfter = TimeSpan.FromSeconds(5);
    private const int MostFailsRemembered = 64;

    private readonly Lock _gate = new();
    private readonly Channel<ReceivedMessage> _channel = Channel.CreateUnbounded<ReceivedMessage>();
    private readonly SortedSet<long> _unhandled = [];
    private readonly Queue<(long Number, int Bytes, long Since)> _unacked = new();
    private readonly List<WireFail> _fails = [];
    private long _received;
    private long _ackWritten;
    private long _ackComposed;
    private long _claimed;
    private long _unackedBytes;
    private NegotiatedLimits? _limits;

    public ChannelReader<ReceivedMessage> Messages => _channel.Reader;

    /// <summary>While true no ack is written at all.</summary>
    public bool AcksPaused { get; set; }

    public long Received
    {
        get
        {
            lock (_gate)
            {
                return _received;
            }
        }
    }

    public long Handled
    {
        get
        {
            lock (_gate)
            {
                return HandledNow;
            }
        }
    }

    /// <summary>Half the window is unacked, or 5 s have passed.</summary>
    public bool AckUrgent
    {
        get
        {
            lock (_gate)
            {
                return !AcksPaused && _limits is not null && HandledNow > _ackWritten &&
                       (HandledNow - _ackWritten >= Math.Max(1, _limits.WindowMessages / 2) || _unackedBytes >= _limits.WindowBytes / 2 || AckWait <= TimeSpan.Zero);
            }
        }
    }

    /// <summary>The time until an ack is due by itself; null where none is.</summary>
    public TimeSpan? NextAck
    {
        get
        {
            lock (_gate)
            {
                return AcksPaused || HandledNow <= _ackWritten ? null : AckWait;
            }
        }
    }

    private long HandledNow => _unhandled.Count == 0 ? _received : _unhandled.Min - 1;

    private TimeSpan AckWait => _unacked.TryPeek(out var oldest) ? AckAfter - client.Time.GetElapsedTime(oldest.Since) : AckAfter;

    public void Begin(NegotiateAnswer answer)
    {
        lock (_gate)
        {
            _limits = answer.Limits;
            _received = _claimed = answer.Position;
            _ackWritten = answer.Position;
        }
    }

    /// <summary>One numbered frame of a carrier; throws where numbers are missing before it.</summary>
    public void Take(long number, byte type, byte[] payload, string transport)
    {
        var counters = client.CountersOf(transport);
        lock (_gate)
        {
            if (number <= _received)
            {
                counters.CountDuplicate();
                return;
            }

            if (number != _received + 1)
            {
                throw new WireFormatException("position-ahead", $"number {number} came after {_received} over {transport}");
            }

            // Numbers that a gap skipped are not in flight: beside the highest number, the messages themselves must be too many.
            var acked = Math.Max(_ackComposed, _claimed);
            if (_limits is not null && number > acked + _limits.WindowMessages && _unacked.Count(message => message.Number > acked) >= _limits.WindowMessages)
            {
                client.Violation($"number {number} is over the window: {_ackComposed} was acked");
            }

            _received = number;
            _unacked.Enqueue((number, payload.Length, client.Time.GetTimestamp()));
            _unackedBytes += payload.Length;
            counters.CountDown();
            Deliver(number, type, payload, transport);
        }
    }

    public void Gap(WireGap gap, string transport)
    {
        lock (_gate)
        {
            if (gap.From > _received + 1)
            {
                throw new WireFormatException("position-ahead", $"gap {gap.From}..{gap.To} came after {_received}");
            }

            if (gap.To > _received)
            {
                var from = _received + 1;
                _received = gap.To;
                _channel.Writer.TryWrite(new ReceivedMessage(from, MessageKind.Gap, [], transport, gap.To));
            }
        }
    }

    /// <summary>A message or a request was handled.</summary>
    public void HandledOne(long number)
    {
        lock (_gate)
        {
            _unhandled.Remove(number);
        }

        client.Poke();
    }

    /// <summary>The fails and the ack to write; with <paramref name="all"/> whether or not they were written before, for a new carrier.</summary>
    public IReadOnlyList<WireFrame> Acks(bool all)
    {
        lock (_gate)
        {
            var handled = HandledNow;
            if (AcksPaused || handled == 0 || (!all && handled <= _ackWritten))
            {
                return [];
            }

            List<WireFrame> frames = [.. _fails.Where(fail => fail.Number <= handled && (all || fail.Number > _ackWritten)).Select(fail => WireFrame.Fail(fail.Number, fail.Code))];
            frames.Add(WireFrame.Ack(handled));
            _ackComposed = Math.Max(_ackComposed, handled);
            return frames;
        }
    }

    /// <summary>What these frames acked is on its way.</summary>
    public void Written(IEnumerable<WireFrame> frames)
    {
        lock (_gate)
        {
            foreach (var frame in frames.Where(frame => frame.Type == WireFrameType.Ack))
            {
                _ackWritten = Math.Max(_ackWritten, WireNumber.Parse(frame));
            }

            while (_unacked.TryPeek(out var oldest) && oldest.Number <= _ackWritten)
            {
                _unackedBytes -= _unacked.Dequeue().Bytes;
            }
        }
    }

    /// <summary>An attach claims what was received, which a server may take for an ack.</summary>
    public long Claim()
    {
        lock (_gate)
        {
            return _claimed = _received;
        }
    }

    public void End() => _channel.Writer.TryComplete();

    private void Deliver(long number, byte type, byte[] payload, string transport)
    {
        var kind = type switch
        {
            WireFrameType.Text => MessageKind.Text,
            WireFrameType.Binary => MessageKind.Binary,
            WireFrameType.Request => MessageKind.Request,
            WireFrameType.Response => MessageKind.Response,
            _ => MessageKind.Skipped,
        };
        var message = new ReceivedMessage(number, kind, payload, transport, number);
        if (kind == MessageKind.Text && !WireText.TryDecode(payload, out _))
        {
            client.Violation($"number {number} is a text but not UTF-8");
            Fail(number, "not-utf8");
            return;
        }

        if (kind == MessageKind.Skipped)
        {
            Fail(number, "not-supported");
        }

        if (kind is MessageKind.Request)
        {
            _unhandled.Add(number);
            client.Answer(message);
        }
        else if (kind is MessageKind.Response)
        {
            client.Answered(WireCorrelated.Parse(payload));
        }

        if (kind is MessageKind.Text or MessageKind.Binary || client.Options.DeliverAll)
        {
            if (client.Options.HandledWhenRead && kind != MessageKind.Request)
            {
                _unhandled.Add(number);
            }

            _channel.Writer.TryWrite(message);
        }
    }

    private void Fail(long number, string code)
    {
        _fails.Add(new WireFail(number, code));
        if (_fails.Count > MostFailsRemembered)
        {
            _fails.RemoveAt(0);
        }
    }
}
