using System.Threading.Channels;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>
/// One attachment's side of the bus. Control frames come first, then messages as far as the window lets them, then the close. The reader counts along:
/// where the next entry's number is not the next number, what is between was dropped, and a gap is read in its place.
/// </summary>
internal sealed partial class BusReader : ChannelReader<OutgoingFrame>
{
    private static readonly byte[] Filler = [1, FrameType.Pong];

    [ThreadStatic]
    private static byte[]? s_scratch;

    private readonly Session _session;
    private readonly ClientBus _bus;
    private Segment? _held;
    private CloseReason _end;
    private byte[]? _ping;
    private byte[]? _pong;
    private long _next;
    private long _ackSent;
    private long _failSent;
    private bool _isActive;
    private bool _isCompleted;
    private bool _attachedDue;
    private bool _released;
    private bool _fillDue;

    public BusReader(Session session, ReaderMode mode, ulong nonce, long acked)
    {
        _session = session;
        _bus = session.Bus;
        Mode = mode;
        Nonce = nonce;
        _ackSent = acked;
        _failSent = acked;
        _attachedDue = IsFramed;
        BearsAcks = mode == ReaderMode.Duplex;
    }

    public ReaderMode Mode { get; }

    public ulong Nonce { get; }

    /// <summary>The connection's number in its session.</summary>
    public long ConnectionNumber { get; init; }

    /// <summary>Whether acks are written as soon as they are due; else only those that no request bears.</summary>
    public bool BearsAcks { get; set; }

    /// <summary>Whether the reader is a poll's: it is held until there is more to say than that it is attached.</summary>
    public bool IsPoll { get; set; }

    private bool IsFramed => Mode is ReaderMode.Duplex or ReaderMode.Downstream;

    private bool IsAckDue => IsFramed && _session.Upstream.Handled > _ackSent && (BearsAcks || _session.Upstream.IsAckOwed);

    private bool IsMessageReady => _isActive && _bus.Log.PendingCount > 0
        && (!IsFramed || _bus.Log.IsWindowOpen || _bus.Log.NextPending.Number > _next);

    private bool IsEndReady => _end.Code != CloseCode.None || (_isActive && _bus.Completed is not null && _bus.Log.PendingCount == 0);

    private bool IsReadable => !_isCompleted
        && (_released || (_attachedDue && !IsPoll) || _pong is not null || _ping is not null || _fillDue || IsEndReady || IsMessageReady || IsAckDue);

    public override bool TryRead(out OutgoingFrame item)
    {
        lock (_bus.Gate)
        {
            ReleaseHeld();
            _released = false;
            if (!_isCompleted && (TryReadControl(out item) || TryReadMessage(out item) || TryReadEnd(out item)))
            {
                _fillDue = false; // what is written now does for it
                return true;
            }

            return TryReadFiller(out item);
        }
    }

    public void Activate(long position)
    {
        _isActive = true;
        _next = position + 1;
        _attachedDue = IsFramed;
    }

    /// <summary>Makes the close the next thing that is read; messages stay in the log.</summary>
    public void End(CloseReason reason)
    {
        _isActive = false;
        if (_end.Code == CloseCode.None)
        {
            _end = reason;
        }
    }

    /// <summary>Gate held. Makes a pong the next thing that is read.</summary>
    public void Pong(ReadOnlySpan<byte> payload) => _pong = payload.ToArray();

    /// <summary>Gate held. Makes a ping the next thing that is read; at most 8 bytes.</summary>
    public void Ping(ReadOnlySpan<byte> payload = default) => _ping = payload.ToArray();

    /// <summary>Gate held. Makes something that carries nothing the next thing that is read, unless there is anything else.</summary>
    public void Fill() => _fillDue = true;

    /// <summary>Gives back what is held; the adapter is done. With the gate.</summary>
    public void Dispose()
    {
        ReleaseHeld();
        _isCompleted = true;
        _isActive = false;
    }

    private static bool Nothing(out OutgoingFrame item)
    {
        item = default;
        return false;
    }

    private static OutgoingFrame Control(byte type, int length) => new(type, 0, s_scratch.AsMemory(0, length), null);

    private bool TryReadControl(out OutgoingFrame item)
    {
        var scratch = s_scratch ??= new byte[FrameWriter.MaxControlFrame];
        if (_attachedDue)
        {
            _attachedDue = false;
            item = Control(FrameType.Attached, Attached().Write(scratch));
            return true;
        }

        if (_pong is { } pong)
        {
            _pong = null;
            item = Control(FrameType.Pong, FrameWriter.Write(scratch, FrameType.Pong, pong));
            return true;
        }

        if (_ping is { } ping)
        {
            _ping = null;
            item = Control(FrameType.Ping, FrameWriter.Write(scratch, FrameType.Ping, ping));
            return true;
        }

        if (!IsAckDue)
        {
            return Nothing(out item);
        }

        if (_session.Upstream.TryGetFail(_failSent, out var number, out var code))
        {
            _failSent = number;
            item = Control(FrameType.Fail, FrameWriter.WriteFail(scratch, number, code));
            return true;
        }

        return TryReadAck(scratch, out item);
    }

    private bool TryReadAck(byte[] scratch, out OutgoingFrame item)
    {
        _ackSent = _session.Upstream.Handled;
        _session.Upstream.IsAckOwed = false;
        item = Control(FrameType.Ack, FrameWriter.WriteAck(scratch, _ackSent));
        return true;
    }

    private AttachedFrame Attached()
    {
        var upstream = _session.Upstream;
        var handled = upstream.TryGetFail(_failSent, out var failed, out _) ? failed - 1 : upstream.Handled;
        _ackSent = Math.Max(_ackSent, handled);
        return new AttachedFrame
        {
            Nonce = Nonce,
            Connection = ConnectionNumber,
            Active = _isActive,
            Received = upstream.Received,
            Handled = _ackSent,
            Position = _isActive ? _next - 1 : 0,
        };
    }

    private bool TryReadMessage(out OutgoingFrame item)
    {
        if (!IsMessageReady || _end.Code != CloseCode.None)
        {
            return Nothing(out item);
        }

        if (_bus.Log.NextPending.Number is var number && number > _next)
        {
            item = Control(FrameType.Gap, FrameWriter.WriteGap(s_scratch, _next, number - 1));
            _bus.Skip(_next, number - 1);
            _next = number;
            return true;
        }

        var forget = Mode == ReaderMode.AtMostOnce;
        var entry = _bus.Take(forget);
        if (!forget)
        {
            entry.Segment?.AddReference();
        }

        _held = entry.Segment;
        _next = number + 1;
        item = new OutgoingFrame(entry.Type, number, entry.Frames, entry.Shared);
        if (!IsFramed)
        {
            _bus.ServeWaitingSenders();
        }

        return true;
    }

    private bool TryReadEnd(out OutgoingFrame item)
    {
        if (!IsEndReady)
        {
            return Nothing(out item);
        }

        var reason = _end.Code != CloseCode.None ? _end : _bus.Completed.GetValueOrDefault();
        _isCompleted = true;
        item = Control(FrameType.Close, FrameWriter.WriteClose(s_scratch, reason.Code, reason.Text));
        return true;
    }

    private bool TryReadFiller(out OutgoingFrame item)
    {
        if (!_fillDue || _isCompleted)
        {
            return Nothing(out item);
        }

        _fillDue = false;
        item = new OutgoingFrame(FrameType.Pong, 0, Filler, null) { IsFiller = true };
        return true;
    }

    private void ReleaseHeld()
    {
        if (_held is { } held)
        {
            _held = null;
            _bus.Log.Release(held);
        }
    }
}
