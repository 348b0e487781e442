using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>
/// Takes a held transport without proof: the same one again after the server has rotated it, or the lowest rung where there is no poll. As the floor it is
/// tried until it works.
/// </summary>
internal sealed class HeldTake : IAttachmentOwner
{
    private readonly SessionCore _core;
    private readonly ITransport _transport;
    private readonly string _why;
    private readonly bool _mayFall;
    private readonly Action<HeldTake, Attachment?, string> _ended;
    private readonly BackOff _backOff;
    private readonly Alarm _deadline;
    private readonly Alarm _next;
    private Attachment? _attachment;
    private TimeSpan _begun;
    private bool _attached;

    public HeldTake(SessionCore core, ITransport transport, string why, bool mayFall, Action<HeldTake, Attachment?, string> ended)
    {
        (_core, _transport, _why, _mayFall, _ended) = (core, transport, why, mayFall, ended);
        _backOff = new BackOff(core.Settings.Random);
        _deadline = core.Alarms.New(Late);
        _next = core.Alarms.New(Start);
    }

    /// <summary>When the last try began.</summary>
    public TimeSpan Begun => _begun;

    public void Start()
    {
        if (_core.Renewer.IsBusy)
        {
            _next.Set(TimeSpan.FromMilliseconds(100));
            return;
        }

        _begun = _core.Now;
        _deadline.Set(_mayFall ? _core.Rtt.AtLeast(TimeSpan.FromSeconds(1), 3) : _core.Rtt.AtLeast(TimeSpan.FromSeconds(5), 14));
        _attachment = _transport.New(_core, _core.Terms.PathOf(_transport.Name), AttachMode.Take, this);
        _attachment.Start();
    }

    /// <summary>The next try is worth it now.</summary>
    public void Hurry()
    {
        if (_next.IsSet)
        {
            _next.Set(TimeSpan.Zero);
        }
    }

    public void Drop()
    {
        _deadline.Dispose();
        _next.Dispose();
        if (!_attached)
        {
            _attachment?.Drop();
        }
    }

    void IAttachmentOwner.Opened(Attachment attachment) => (attachment as WebSocketAttachment)?.Attach();

    void IAttachmentOwner.Attached(Attachment attachment, AttachedFrame frame)
    {
        if (!_attached && frame.Active)
        {
            _attached = true;
            _deadline.Dispose();
            _core.Attempts.Add(_transport.Name, "take", _core.Now - _begun, "ok");
            _ended(this, attachment, _why);
        }
    }

    void IAttachmentOwner.Pinged(Attachment attachment, ReadOnlySpan<byte> payload)
    {
    }

    void IAttachmentOwner.Ended(Attachment attachment, CarrierEnd end)
    {
        if (_attached)
        {
            _core.Board.Ended(attachment, end);
        }
        else
        {
            Failed(end);
        }
    }

    private void Late()
    {
        if (!_deadline.Overslept)
        {
            _core.Rtt.Doubt();
        }

        _attachment!.Drop();
        Failed(CarrierEnd.NoAnswer("It was not attached in time."));
    }

    private void Failed(CarrierEnd end)
    {
        _deadline.Clear();
        if (_core.Life.Obey(end))
        {
            return;
        }

        _core.Attempts.Add(_transport.Name, "take", _core.Now - _begun, "failed", end.Code, end.Detail);
        if (_mayFall)
        {
            _ended(this, null, $"{_transport.Name} could not be taken again: {end.Detail}");
            return;
        }

        _core.Life.FloorFailed(end);
        _next.Set(_backOff.Next(end.RetryAfter));
    }
}
