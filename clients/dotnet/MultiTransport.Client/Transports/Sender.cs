using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>
/// Posts what goes up while nothing else takes it along: one <c>send</c> at a time, with all that fits (PROTOCOL.md, section 13.5).
/// </summary>
internal sealed class Sender : ICarrierOwner
{
    private readonly SessionCore _core;
    private readonly BackOff _backOff;
    private readonly Alarm _pause;
    private readonly Alarm _deadline;
    private PostCarrier? _carrier;
    private CarrierReader? _reader;
    private PostBatch? _batch;
    private TimeSpan _begun;

    public Sender(SessionCore core)
    {
        _core = core;
        _backOff = new BackOff(core.Settings.Random);
        _pause = core.Alarms.New(static () => { });
        _deadline = core.Alarms.New(Late);
    }

    public bool IsBusy => _carrier is not null;

    public void Consider()
    {
        if (_carrier is not null || _pause.IsSet || !_core.IsLive || _core.Renewer.IsBusy || !IsDue())
        {
            return;
        }

        Begin();
    }

    /// <summary>The next try is worth it now.</summary>
    public void Hurry() => _pause.Clear();

    public void Drop()
    {
        _deadline.Clear();
        _pause.Clear();
        _carrier?.Drop();
        _carrier = null;
    }

    void ICarrierOwner.Attached(AttachedFrame frame) => _core.Attached(frame);

    void ICarrierOwner.Ping(ReadOnlySpan<byte> payload)
    {
    }

    void ICarrierOwner.Pong(ReadOnlySpan<byte> payload) => _core.Liveness.Pong(payload);

    void ICarrierOwner.Delivered()
    {
    }

    private bool IsDue()
    {
        if (_core.Uplink.HasPromotion)
        {
            return true;
        }

        if (_core.Board.Active is null or { CarriesUp: true })
        {
            return false;
        }

        if (_core.Uplink.HasControl)
        {
            return true;
        }

        if (_core.MayPost && _core.Uplink.Suspect.WantsCheck && _core.Outbox.HasAfter(_core.Outbox.Known))
        {
            return true;
        }

        if (!_core.MayPost || _core.Board.Poller is { WillTake: true })
        {
            return false;
        }

        var after = Math.Max(_core.Outbox.Known, _core.Board.Poller?.Bearing ?? 0);
        var messages = _core.Outbox.HasAfter(after) && _core.Uplink.MayPostMessages;
        return messages || _core.Acks.IsDue(_core.Now);
    }

    private void Begin()
    {
        var bearing = _core.Board.Poller?.Bearing ?? 0;
        var messages = _core.Outbox.HasAfter(Math.Max(_core.Outbox.Known, bearing)) || _core.Liveness.IsUrgent;
        _batch = _core.Uplink.Compose(AttachMode.Send, TimeSpan.Zero, messages && _core.MayPost && _core.Board.Active is not { CarriesUp: true });
        _reader = new CarrierReader(_batch.Nonce, _core.Downstream, this);
        _begun = _core.Now;
        _carrier = new PostCarrier(_core.Turn, _core.Http, _core.Time, "send", _batch.Body, new BinaryDecoder(), _reader) { Ended = End };
        if (_core.Board.Active is { } active)
        {
            _core.Counters.Up(active.Transport, _batch.Count);
        }

        _deadline.Set(TimeSpan.FromSeconds(1) + _core.Rtt.AtLeast(TimeSpan.FromSeconds(4), 4));
        _carrier.Start();
    }

    private void Late()
    {
        if (!_deadline.Overslept)
        {
            _core.Rtt.Doubt();
        }

        End(CarrierEnd.NoAnswer("The send was not answered in time."));
    }

    private void End(CarrierEnd end)
    {
        _deadline.Clear();
        _carrier?.Drop();
        _carrier = null;
        var (batch, reader) = (_batch!, _reader!);
        if (reader.IsOurs && batch.Count == 0 && end.IsComplete)
        {
            _core.Rtt.Sample(_core.Now - _begun);
        }

        _core.Uplink.Ended(batch, reader, end);
        if (reader.IsOurs)
        {
            _core.Life.Worked("a send was answered");
        }

        if (end.IsComplete)
        {
            _backOff.Reset();
            return;
        }

        if (!_core.Life.Obey(end))
        {
            _pause.Set(_backOff.Next(end.RetryAfter));
        }
    }
}
