using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>A proven candidate on its way to become the active one: it fails if the server does not say so in time.</summary>
internal sealed class Promotion : IAttachmentOwner
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly SessionCore _core;
    private readonly Action<Promotion, CarrierEnd?> _ended;
    private readonly Alarm _deadline;

    public Promotion(SessionCore core, Attachment candidate, TimeSpan begun, Action<Promotion, CarrierEnd?> ended)
    {
        _core = core;
        _ended = ended;
        Candidate = candidate;
        Begun = begun;
        _deadline = core.Alarms.New(Late);
    }

    public Attachment Candidate { get; }

    public TimeSpan Begun { get; }

    public void Start()
    {
        Candidate.Owner = this;
        _deadline.Set(Longest); // until the promote is written: a send may be on its way
        Candidate.Promote(() => _deadline.Set(_core.Rtt.AtLeast(TimeSpan.FromSeconds(1), 3)));
    }

    public void Drop()
    {
        _deadline.Dispose();
        Candidate.Drop();
    }

    void IAttachmentOwner.Opened(Attachment attachment)
    {
    }

    void IAttachmentOwner.Attached(Attachment attachment, AttachedFrame frame)
    {
        if (frame.Active)
        {
            _deadline.Dispose();
            _ended(this, null);
        }
    }

    void IAttachmentOwner.Pinged(Attachment attachment, ReadOnlySpan<byte> payload)
    {
    }

    void IAttachmentOwner.Ended(Attachment attachment, CarrierEnd end)
    {
        _deadline.Dispose();
        _ended(this, end);
    }

    private void Late()
    {
        Drop();
        _ended(this, CarrierEnd.Dropped("swallowed", "It was proven, but its promotion was not answered in time."));
    }
}
