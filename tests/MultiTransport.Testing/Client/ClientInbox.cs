using System.Threading.Channels;

namespace MultiTransport.Testing;

/// <summary>Downstream: takes numbers in order whatever carries them, drops repetitions, and knows when an ack is due.</summary>
internal sealed class ClientInbox(ProtocolClient client)
{
    private static readonly TimeSpan AckAfter = TimeSpan.FromSeconds(5);
    private const int MostFailsRemembered = 64;

    private readonly Lock gate = new();
    private readonly Channel<ReceivedMessage> channel = Channel.CreateUnbounded<ReceivedMessage>();
    private readonly SortedSet<long> unhandled = [];
    private readonly Queue<(long Number, int Bytes, long Since)> unacked = new();
    private readonly List<WireFail> fails = [];
    private long received;
    private long ackWritten;
    private long ackComposed;
    private long claimed;
    private long unackedBytes;
    private NegotiatedLimits? limits;

    public ChannelReader<ReceivedMessage> Messages => channel.Reader;

    /// <summary>While true no ack is written at all.</summary>
    public bool AcksPaused { get; set; }

    public long Received
    {
        get
        {
            lock (gate)
            {
                return received;
            }
        }
    }

    public long Handled
    {
        get
        {
            lock (gate)
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
            lock (gate)
            {
                return !AcksPaused && limits is not null && HandledNow > ackWritten &&
                       (HandledNow - ackWritten >= Math.Max(1, limits.WindowMessages / 2) || unackedBytes >= limits.WindowBytes / 2 || AckWait <= TimeSpan.Zero);
            }
        }
    }

    /// <summary>The time until an ack is due by itself; null where none is.</summary>
    public TimeSpan? NextAck
    {
        get
        {
            lock (gate)
            {
                return AcksPaused || HandledNow <= ackWritten ? null : AckWait;
            }
        }
    }

    private long HandledNow => unhandled.Count == 0 ? received : unhandled.Min - 1;

    private TimeSpan AckWait => unacked.TryPeek(out var oldest) ? AckAfter - client.Time.GetElapsedTime(oldest.Since) : AckAfter;

    public void Begin(NegotiateAnswer answer)
    {
        lock (gate)
        {
            limits = answer.Limits;
            received = claimed = answer.Position;
            ackWritten = answer.Position;
        }
    }

    /// <summary>One numbered frame of a carrier; throws where numbers are missing before it.</summary>
    public void Take(long number, byte type, byte[] payload, string transport)
    {
        var counters = client.CountersOf(transport);
        lock (gate)
        {
            if (number <= received)
            {
                counters.CountDuplicate();
                return;
            }

            if (number != received + 1)
            {
                throw new WireFormatException("position-ahead", $"number {number} came after {received} over {transport}");
            }

            if (limits is not null && number > Math.Max(ackComposed, claimed) + limits.WindowMessages)
            {
                client.Violation($"number {number} is over the window: {ackComposed} was acked");
            }

            received = number;
            unacked.Enqueue((number, payload.Length, client.Time.GetTimestamp()));
            unackedBytes += payload.Length;
            counters.CountDown();
            Deliver(number, type, payload, transport);
        }
    }

    public void Gap(WireGap gap, string transport)
    {
        lock (gate)
        {
            if (gap.From > received + 1)
            {
                throw new WireFormatException("position-ahead", $"gap {gap.From}..{gap.To} came after {received}");
            }

            if (gap.To > received)
            {
                var from = received + 1;
                received = gap.To;
                channel.Writer.TryWrite(new ReceivedMessage(from, MessageKind.Gap, [], transport, gap.To));
            }
        }
    }

    /// <summary>A message or a request was handled.</summary>
    public void HandledOne(long number)
    {
        lock (gate)
        {
            unhandled.Remove(number);
        }

        client.Poke();
    }

    /// <summary>The fails and the ack to write; with <paramref name="all"/> whether or not they were written before, for a new carrier.</summary>
    public IReadOnlyList<WireFrame> Acks(bool all)
    {
        lock (gate)
        {
            var handled = HandledNow;
            if (AcksPaused || handled == 0 || (!all && handled <= ackWritten))
            {
                return [];
            }

            List<WireFrame> frames = [.. fails.Where(fail => fail.Number <= handled && (all || fail.Number > ackWritten)).Select(fail => WireFrame.Fail(fail.Number, fail.Code))];
            frames.Add(WireFrame.Ack(handled));
            ackComposed = Math.Max(ackComposed, handled);
            return frames;
        }
    }

    /// <summary>What these frames acked is on its way.</summary>
    public void Written(IEnumerable<WireFrame> frames)
    {
        lock (gate)
        {
            foreach (var frame in frames.Where(frame => frame.Type == WireFrameType.Ack))
            {
                ackWritten = Math.Max(ackWritten, WireNumber.Parse(frame));
            }

            while (unacked.TryPeek(out var oldest) && oldest.Number <= ackWritten)
            {
                unackedBytes -= unacked.Dequeue().Bytes;
            }
        }
    }

    /// <summary>An attach claims what was received, which a server may take for an ack.</summary>
    public long Claim()
    {
        lock (gate)
        {
            return claimed = received;
        }
    }

    public void End() => channel.Writer.TryComplete();

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
            fails.Add(new WireFail(number, "not-utf8"));
            if (fails.Count > MostFailsRemembered)
            {
                fails.RemoveAt(0);
            }

            return;
        }

        if (kind is MessageKind.Request)
        {
            unhandled.Add(number);
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
                unhandled.Add(number);
            }

            channel.Writer.TryWrite(message);
        }
    }
}
