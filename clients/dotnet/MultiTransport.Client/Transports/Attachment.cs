using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>One attachment of a held transport: a WebSocket, or a held response. All inside turns.</summary>
internal abstract class Attachment(SessionCore core, string transport, AttachMode mode, IAttachmentOwner owner) : IWay, ICarrierOwner
{
    public string Transport { get; } = transport;

    public AttachMode Mode { get; } = mode;

    public IAttachmentOwner Owner { get; set; } = owner;

    public abstract bool CarriesUp { get; }

    /// <summary>Its number at the server, for a promotion; 0 before it is attached.</summary>
    public long Connection { get; private set; }

    public bool IsOver { get; private set; }

    public bool IsRetired { get; private set; }

    /// <summary>When it was begun.</summary>
    public TimeSpan Begun { get; } = core.Now;

    /// <summary>When the last byte came.</summary>
    public TimeSpan LastByte { get; private set; }

    /// <summary>When a byte last came or went.</summary>
    public virtual TimeSpan LastTraffic => LastByte;

    /// <summary>Each write of the server's needs a small one after it to come through.</summary>
    public bool WantsTrailing { get; set; }

    /// <summary>When it became active.</summary>
    public TimeSpan? ActiveSince { get; set; }

    /// <summary>Its probation is over.</summary>
    public bool IsProven { get; set; }

    protected SessionCore Core { get; } = core;

    protected ulong Nonce { get; } = Uplink.NewNonce();

    public abstract void Start();

    /// <summary>Asks the server to make it the active one; <paramref name="written"/> is called when that is on its way.</summary>
    public abstract void Promote(Action written);

    public virtual void Consider()
    {
    }

    public void Retire()
    {
        if (!IsOver && !IsRetired)
        {
            IsRetired = true;
            Core.Alarms.After(TimeSpan.FromSeconds(1), Drop); // the server ends it by itself; this is for one that does not hear
        }
    }

    public void Drop()
    {
        if (!IsOver)
        {
            Over();
            Tear();
        }
    }

    public void Dead(string why)
    {
        if (!IsOver)
        {
            Drop();
            Owner.Ended(this, CarrierEnd.Silent(why));
        }
    }

    void ICarrierOwner.Attached(AttachedFrame frame)
    {
        Connection = frame.Connection;
        Core.Attached(frame);
        if (!IsRetired)
        {
            Owner.Attached(this, frame);
        }
    }

    void ICarrierOwner.Ping(ReadOnlySpan<byte> payload)
    {
        if (ActiveSince is not null && !IsRetired)
        {
            Core.Uplink.Pong(payload);
        }

        Owner.Pinged(this, payload);
    }

    void ICarrierOwner.Pong(ReadOnlySpan<byte> payload) => Core.Liveness.Pong(payload);

    void ICarrierOwner.Delivered() => Core.Counters.Down(Transport);

    protected abstract void Tear();

    /// <summary>Nothing of it counts any more.</summary>
    protected virtual void Over() => IsOver = true;

    protected void Alive() => LastByte = Core.Now;

    protected void End(CarrierEnd end)
    {
        if (!IsOver)
        {
            Over();
            if (!IsRetired)
            {
                Owner.Ended(this, end);
            }
        }
    }
}
