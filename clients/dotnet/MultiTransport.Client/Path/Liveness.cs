using System.Buffers.Binary;

namespace MultiTransport.Client;

/// <summary>
/// Whether the active way still lives: silence, sends without an ack, and clocks that say that the machine slept (PROTOCOL.md, section 13.6).
/// </summary>
internal sealed class Liveness
{
    private readonly SessionCore _core;
    private readonly Alarm _look;
    private long _last;
    private byte[]? _ping;
    private TimeSpan? _written;
    private bool _urgent;
    private OutgoingMessage? _asked;
    private IWay? _askedOn;

    public Liveness(SessionCore core)
    {
        _core = core;
        _look = core.Alarms.New(Look);
    }

    /// <summary>A ping waits or is out whose pong must come soon.</summary>
    public bool IsUrgent => _urgent && _ping is not null;

    private TimeSpan PongWithin => _core.Rtt.AtLeast(TimeSpan.FromSeconds(1), 3);

    /// <summary>Sets the next look by what has changed.</summary>
    public void Consider()
    {
        if (_core.Board.Active is not { } way || !_core.IsLive || _core.Renewer.IsBusy)
        {
            _look.Clear();
            Answered();
            return;
        }

        if (!_look.IsSet)
        {
            _look.Set(Next(way) - _core.Now);
        }
        else if (_core.Outbox.Oldest is { } oldest && oldest != _asked && SendDue(oldest) < _due)
        {
            _look.Set(SendDue(oldest) - _core.Now);
            _due = SendDue(oldest);
        }
    }

    /// <summary>Asks for a sign of life now, and judges by it.</summary>
    public void Check()
    {
        if (_core.Board.Active is { } way)
        {
            Ask(urgent: true);
            way.Consider();
            _look.Set(Next(way) - _core.Now);
        }
    }

    public void PingWritten(byte[] ping)
    {
        if (ping == _ping)
        {
            _written = _core.Now;
            if (_urgent)
            {
                _due = _core.Now + PongWithin;
                _look.Set(PongWithin);
            }
        }
    }

    public bool IsWaitingFor(byte[] ping) => ping == _ping;

    public void Pong(ReadOnlySpan<byte> payload)
    {
        if (_ping is { } ping && payload.SequenceEqual(ping))
        {
            if (_written is { } written && _core.Board.Active is { CarriesUp: true })
            {
                _core.Rtt.Sample(_core.Now - written);
            }

            Answered();
            _look.Clear(); // it is set anew at the end of this turn
            _core.Board.Lives();
        }
    }

    /// <summary>What was asked needs no answer any more.</summary>
    public void Answered()
    {
        _ping = null;
        _written = null;
        _urgent = false;
    }

    private TimeSpan _due;

    private TimeSpan Next(IWay way)
    {
        var next = TimeSpan.MaxValue;
        if (way is Attachment held)
        {
            next = held.LastByte + (_core.Terms.Heartbeat * (_ping is null ? 1.25 : 1.75));
        }

        if (_urgent && _written is { } written)
        {
            next = Min(next, written + PongWithin);
        }

        if (_core.Outbox.Oldest is { } oldest && oldest != _asked)
        {
            next = Min(next, SendDue(oldest));
        }

        _due = next == TimeSpan.MaxValue ? _core.Now + _core.Terms.Heartbeat : next;
        return _due;
    }

    private void Look()
    {
        if (_core.Board.Active is not { } way)
        {
            return;
        }

        if (_look.Overslept)
        {
            Slept(way);
            return;
        }

        var now = _core.Now;
        if (_urgent && _written is { } written && now - written >= PongWithin)
        {
            Answered();
            way.Dead($"No pong came within {(now - written).TotalMilliseconds:0} ms.");
            return;
        }

        if (way is Attachment held)
        {
            if (now - held.LastByte >= _core.Terms.Heartbeat * 1.75)
            {
                Answered();
                way.Dead($"Nothing came for {(now - held.LastByte).TotalSeconds:0.#} s.");
                return;
            }

            if (_ping is null && now - held.LastByte >= _core.Terms.Heartbeat * 1.25)
            {
                Ask(urgent: false);
            }
        }

        if (_core.Outbox.Oldest is { } oldest && (oldest != _asked || way != _askedOn) && now >= SendDue(oldest))
        {
            (_asked, _askedOn) = (oldest, way);
            if (way.Transport != Protocol.TransportNames.ShortPolling)
            {
                Ask(urgent: true); // short polls have deadlines of their own
            }
        }
    }

    /// <summary>The clock jumped: silence proves nothing, only a pong does. On a poll a new one shows.</summary>
    private void Slept(IWay way)
    {
        if (way is Poller poller)
        {
            poller.Restart();
        }
        else
        {
            Ask(urgent: true);
        }
    }

    private void Ask(bool urgent)
    {
        if (_ping is null || (urgent && !_urgent))
        {
            var payload = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(payload, ++_last);
            (_ping, _written, _urgent) = (payload, null, urgent);
            _core.Uplink.Ping(payload);
        }
    }

    private TimeSpan SendDue(OutgoingMessage oldest) =>
        _core.At(oldest.WrittenAt) + _core.Rtt.AtLeast(TimeSpan.FromSeconds(2), 4);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
