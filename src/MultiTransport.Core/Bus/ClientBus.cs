using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace MultiTransport;

/// <summary>
/// The message bus of one client: a channel whose writer is for producers and whose reader belongs to the active attachment, over one
/// <see cref="MessageLog"/> that outlives every attachment. All members but the channel's own faces are called with <see cref="Gate"/> held.
/// </summary>
internal sealed class ClientBus : Channel<Message, OutgoingFrame>
{
    private readonly SessionOptions _options;
    private Queue<PendingSend>? _senders;
    private AckWaiters? _ackWaiters;

    public ClientBus(Session session, SessionOptions options, ByteBudget budget)
    {
        _options = options;
        Log = new MessageLog(options, budget);
        Writer = new BusWriter(session);
    }

    /// <summary>The session's one lock. Nothing is awaited and no foreign code is called while it is held.</summary>
    public Lock Gate { get; } = new();

    public MessageLog Log { get; }

    /// <summary>The reader of the active attachment.</summary>
    public BusReader? Active { get; private set; }

    /// <summary>Set when no more messages are accepted; the reader tells it after the last message.</summary>
    public CloseReason? Completed { get; private set; }

    /// <summary>What the session has to do with topics; null for one that never had.</summary>
    public SessionTopics? Topics { get; set; }

    /// <summary>The first and last number dropped since this was asked last.</summary>
    public (long From, long To)? Dropped { get; private set; }

    public AppendResult Append(in OutgoingMessage message, out long number)
    {
        number = 0;
        if (Completed is not null)
        {
            return AppendResult.Closed;
        }

        return _senders is { Count: > 0 } ? AppendResult.Full : TryAppend(message, out number);
    }

    public PendingSend Wait(in OutgoingMessage message)
    {
        var pending = new PendingSend(message);
        (_senders ??= new Queue<PendingSend>()).Enqueue(pending);
        return pending;
    }

    /// <summary>Appends for those who wait, in their order, as far as there is room now.</summary>
    public void ServeWaitingSenders()
    {
        while (_senders is { Count: > 0 } senders)
        {
            var next = senders.Peek();
            if (!next.Task.IsCompleted)
            {
                if (TryAppend(next.Message, out var number) != AppendResult.Appended)
                {
                    return;
                }

                next.TrySetResult(number);
            }

            senders.Dequeue();
        }

        Topics?.Serve();
    }

    /// <summary>Appends a message of a topic that has a history: where a session that is away has no room, it is served from there later, and nothing is dropped for it.</summary>
    public AppendResult AppendOfTopic(SharedMessage message) =>
        Completed is null && Active is null && !Log.HasRoom(message.Frames.Length) ? AppendResult.Full : Append(new OutgoingMessage(message), out _);

    /// <summary>Appends what comes from a topic's history, where that leaves room enough for others.</summary>
    public AppendResult AppendReplay(SharedMessage message) =>
        Completed is not null ? AppendResult.Closed
        : HasRoomForReplay(message.Frames.Length) ? TryAppend(new OutgoingMessage(message), out _)
        : AppendResult.Full;

    public bool HasRoomForReplay(int length) => _senders is not { Count: > 0 } && Log.HasRoomForReplay(length, ForgetsSent);

    public bool IsRoomyForReplay => _senders is not { Count: > 0 } && Log.IsRoomyForReplay(ForgetsSent);

    public (int Messages, int Bytes) RoomForReplay => Log.RoomForReplay(ForgetsSent);

    public Task WaitForAck(long number) =>
        number <= Log.Acked ? Task.CompletedTask : (_ackWaiters ??= new AckWaiters()).Add(number);

    public AckResult Ack(long number)
    {
        var result = Log.Ack(number);
        if (result == AckResult.Moved)
        {
            _ackWaiters?.Reach(number);
            ServeWaitingSenders();
        }

        return result;
    }

    /// <summary>A reader told its client that these numbers are lost.</summary>
    public void Skip(long from, long to)
    {
        Log.Skip(to);
        _ackWaiters?.Drop(from, to);
    }

    /// <summary>Takes the next message for writing. What is forgotten at once counts as acknowledged.</summary>
    public LogEntry Take(bool forget)
    {
        var entry = Log.Take(forget);
        if (forget)
        {
            _ackWaiters?.Reach(entry.Number);
        }

        return entry;
    }

    /// <summary>Makes <paramref name="reader"/> the one that carries messages, from <paramref name="position"/> on.</summary>
    public void Activate(BusReader reader, long position)
    {
        Log.Rewind(position);
        Active = reader;
        reader.Activate(position);
    }

    public void Deactivate(BusReader reader)
    {
        if (Active == reader)
        {
            Active = null;
        }
    }

    public void Complete(CloseReason reason)
    {
        if (Completed is not null)
        {
            return;
        }

        Completed = reason;
        while (_senders is { Count: > 0 } senders)
        {
            senders.Dequeue().TrySetException(new SessionClosedException(reason));
        }
    }

    /// <summary>Forgets everything: the session is over.</summary>
    public void Discard(CloseReason reason)
    {
        Complete(reason);
        Log.Clear();
        _ackWaiters?.FailAll(new SessionClosedException(reason));
    }

    public bool TryTakeDropped([NotNullWhen(true)] out (long From, long To)? dropped)
    {
        dropped = Dropped;
        Dropped = null;
        return dropped is not null;
    }

    /// <summary>How many messages are on their way: not acked, or of a client that never acks, not written.</summary>
    public int InFlight => Active is { Mode: ReaderMode.Native or ReaderMode.AtMostOnce } ? Log.PendingCount : Log.Count;

    private bool ForgetsSent => Active is { Mode: ReaderMode.Native };

    private AppendResult TryAppend(in OutgoingMessage message, out long number)
    {
        number = 0;
        var length = message.EncodedLength;
        while (!Log.HasRoom(length))
        {
            var forgets = Active is null ? _options.Overflow != OverflowPolicy.Wait : Active.Mode == ReaderMode.Native;
            if (forgets && Log.TryEvictOldestSent())
            {
                continue;
            }

            var drops = _options.Overflow == OverflowPolicy.DropOldest || (Active is null && _options.Overflow == OverflowPolicy.Disconnect);
            if (!drops)
            {
                return _options.Overflow == OverflowPolicy.Wait ? AppendResult.Full : AppendResult.Overrun;
            }

            if (Log.PendingCount == 0)
            {
                break;
            }

            NoteDropped(Log.DropOldestPending());
        }

        number = message.Shared is { } shared ? Log.Append(shared) : AppendCopy(message);
        return AppendResult.Appended;
    }

    private long AppendCopy(in OutgoingMessage message)
    {
        Span<byte> head = stackalloc byte[16];
        return Log.Append(message.Type, head[..message.WriteHead(head)], message.Payload.Span);
    }

    private void NoteDropped(long number)
    {
        Dropped = (Dropped?.From ?? number, number);
        _ackWaiters?.Drop(number, number);
    }
}
