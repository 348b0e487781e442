using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>Polls, long and short: one at a time, taking along what is due (PROTOCOL.md, sections 7.4 and 13.4).</summary>
internal sealed class Poller : IWay, ICarrierOwner
{
    private const int MostStale = 3;

    private readonly SessionCore _core;
    private readonly BackOff _backOff;
    private readonly Alarm _next;
    private readonly Alarm _deadline;
    private readonly PollPace _pace = new();
    private PostCarrier? _carrier;
    private CarrierReader? _reader;
    private PostBatch? _batch;
    private TimeSpan _begun;
    private TimeSpan _hold;
    private bool _isPaused;
    private bool _isRetired;
    private bool _workedLast = true;
    private bool _tryHold;
    private int _stale;
    private int _brought;
    private bool _isAttempt = true;

    public Poller(SessionCore core, string transport)
    {
        _core = core;
        Transport = transport;
        _backOff = new BackOff(core.Settings.Random);
        _next = core.Alarms.New(static () => { });
        _deadline = core.Alarms.New(() => Late());
    }

    public string Transport { get; private set; }

    public bool CarriesUp => false;

    /// <summary>The last message that the poll on its way bears; 0 for none.</summary>
    public long Bearing => _carrier is null ? 0 : _batch!.Through;

    /// <summary>Whether a poll is about to start, or one starts soon, and takes along what waits.</summary>
    public bool WillTake => !_isRetired && !_isPaused && (_carrier is null || !IsHeld);

    public bool IsPolling => _carrier is not null;

    private bool IsLong => Transport == TransportNames.LongPolling;

    private bool IsHeld => _hold > TimeSpan.Zero;

    /// <summary>When the last try began.</summary>
    public TimeSpan Begun => _begun;

    public void Consider()
    {
        if (_carrier is not null || _isRetired || _isPaused || !_core.IsLive || _core.Renewer.IsBusy)
        {
            return;
        }

        if (_next.IsSet && !(_backOff.Failures == 0 && HasMessages))
        {
            return;
        }

        _next.Clear();
        Begin();
    }

    /// <summary>No poll starts until <see cref="Resume"/>: a promotion is being settled.</summary>
    public void Pause() => _isPaused = true;

    public void Resume() => _isPaused = false;

    /// <summary>From a short poll: the next one is held, and if it is answered this is long polling.</summary>
    public void TryHold()
    {
        _tryHold = true;
        _next.Clear();
    }

    /// <summary>The other kind of poll from the next one on.</summary>
    public void Become(string transport)
    {
        Transport = transport;
        _isAttempt = true;
        _next.Clear();
        Restart();
    }

    /// <summary>The next try is worth it now.</summary>
    public void Hurry() => _next.Clear();

    /// <summary>Lets go of a poll that may be dead and starts another: the server ends the old one.</summary>
    public void Restart()
    {
        if (_carrier is not null)
        {
            Account(CarrierEnd.Dropped("restarted", "Another poll took its place."));
        }

        _next.Clear();
    }

    public void Retire()
    {
        if (!_isRetired)
        {
            _isRetired = true;
            _next.Clear();
            _core.Alarms.After(TimeSpan.FromSeconds(1), Drop);
        }
    }

    public void Drop()
    {
        _isRetired = true;
        _next.Dispose();
        _deadline.Dispose();
        if (_carrier is not null)
        {
            Account(CarrierEnd.Dropped("dropped", "It was let go."));
        }
    }

    public void Dead(string why) => End(CarrierEnd.Silent(why));

    void ICarrierOwner.Attached(AttachedFrame frame) => _core.Attached(frame);

    void ICarrierOwner.Ping(ReadOnlySpan<byte> payload) => _core.Uplink.Pong(payload);

    void ICarrierOwner.Pong(ReadOnlySpan<byte> payload) => _core.Liveness.Pong(payload);

    void ICarrierOwner.Delivered()
    {
        _brought++;
        _core.Counters.Down(Transport);
    }

    private bool HasMessages => _core.Uplink.MayPostMessages && _core.Outbox.HasAfter(_core.Outbox.Known);

    private void Begin()
    {
        // While nothing answers, a poll is not held: that the network is back should show at once, not at the end of a hold.
        _hold = (IsLong || _tryHold) && _core.Status.State == ClientState.Open ? _core.Hold.Hold : TimeSpan.Zero;
        _batch = _core.Uplink.Compose(AttachMode.Take, _hold, messages: true);
        _reader = new CarrierReader(_batch.Nonce, _core.Downstream, this);
        _begun = _core.Now;
        _brought = 0;
        _core.Counters.Up(Transport, _batch.Count);
        _carrier = new PostCarrier(_core.Turn, _core.Http, _core.Time, "poll", _batch.Body, new BinaryDecoder(), _reader) { Ended = End };
        _deadline.Set(_hold + _core.Rtt.AtLeast(TimeSpan.FromSeconds(2), 4) + TimeSpan.FromSeconds(1));
        _carrier.Start();
    }

    private void Late()
    {
        if (_deadline.Overslept)
        {
            Restart(); // the poll may be fine or dead, and a new one tells
            return;
        }

        if (!_workedLast)
        {
            _core.Rtt.Doubt(); // the first may have met a dead connection of the pool
        }

        End(CarrierEnd.Silent("The poll was not answered in time."));
    }

    private void Account(CarrierEnd end)
    {
        _deadline.Clear();
        _carrier?.Drop();
        _carrier = null;
        _core.Uplink.Ended(_batch!, _reader!, end);
        if (!_isRetired)
        {
            _core.Liveness.Answered(); // else what took over is being asked, and must answer itself
        }
    }

    private void End(CarrierEnd end)
    {
        if (_carrier is null)
        {
            return;
        }

        Account(end);
        var took = _core.Now - _begun;
        if (_reader!.IsOurs && !_isRetired)
        {
            _core.Life.Worked("a poll was answered");
        }

        if (_isRetired)
        {
            _core.Life.ObeyRetired(end);
        }
        else if (_isPaused && end.Is(CloseCode.Superseded))
        {
            return; // by the candidate that is being promoted
        }
        else if (end.IsComplete || end.Is(CloseCode.Rotate))
        {
            Worked(took);
        }
        else
        {
            Failed(end, took);
        }
    }

    private void Worked(TimeSpan took)
    {
        Tell("ok", "", "", took);
        _workedLast = true;
        _stale = 0;
        if (!IsHeld && _batch!.Count == 0)
        {
            _core.Rtt.Sample(took);
        }

        if (_tryHold && IsHeld)
        {
            _tryHold = false;
            Transport = TransportNames.LongPolling;
            _core.Board.Became(this, "a held poll was answered");
        }

        var brought = _brought > 0 || _batch!.Count > 0;
        var full = IsHeld && took >= _hold * 0.9;
        if (brought || full || !IsHeld)
        {
            _backOff.Reset();
        }

        if (full)
        {
            _core.Hold.Full();
        }

        var pause = _pace.Worked(_hold, took, brought, full);
        if ((IsLong || _tryHold ? pause : _core.Settings.PollInterval) is { } wait)
        {
            _next.Set(wait);
        }
    }

    private void Failed(CarrierEnd end, TimeSpan took)
    {
        if (_core.Life.Obey(end) || (end.Is(CloseCode.Stale) && ++_stale <= MostStale))
        {
            return; // stale: an attach that was made later came earlier, on another connection
        }

        Tell("failed", end.Code, end.Detail, took);
        if (IsHeld && !end.IsOurs)
        {
            if (end.Code != "silent")
            {
                _core.Hold.Cut(took);
                _core.Reports.PollCut(took);
            }

            if (_pace.Failed(took, isTrial: _tryHold))
            {
                _tryHold = false;
                _core.Board.HoldFailed(this, end);
            }
        }

        _core.Life.FloorFailed(end);
        var pause = _backOff.Next(end.RetryAfter);
        if (!_workedLast || end.RetryAfter is not null)
        {
            _next.Set(pause);
        }

        _workedLast = false;
    }

    /// <summary>An attempt is the first answer after the way was taken, and each failure.</summary>
    private void Tell(string verdict, string reason, string detail, TimeSpan took)
    {
        if (_isAttempt || verdict != "ok" || !_workedLast)
        {
            _core.Attempts.Add(Transport, "take", took, verdict, reason, detail);
        }

        _isAttempt = verdict != "ok";
    }
}
