using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>The first second of a promoted connection: at its end it is proven, a WebSocket after a ping and its pong (PROTOCOL.md, section 13.3).</summary>
internal sealed class Probation : IAttachmentOwner
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(5);

    private readonly SessionCore _core;
    private bool _isLongEnough;
    private bool _hasShown;

    private Probation(SessionCore core, Attachment attachment)
    {
        _core = core;
        _hasShown = !attachment.CarriesUp;
    }

    /// <summary>Watches a connection that has just been promoted, and tells the switchboard when it ends.</summary>
    public static void Begin(SessionCore core, Attachment attachment)
    {
        var probation = new Probation(core, attachment);
        attachment.Owner = probation;
        core.Alarms.After(Long, () => probation.LongEnough(attachment));
        core.Alarms.After(Young, () => Grown(core, attachment));
        if (attachment.CarriesUp)
        {
            core.Liveness.Check();
        }
    }

    public static void Pong(SessionCore core, Attachment attachment)
    {
        if (attachment.Owner is Probation probation)
        {
            probation._hasShown = true;
            probation.Decide(core, attachment);
        }
    }

    void IAttachmentOwner.Opened(Attachment attachment)
    {
    }

    void IAttachmentOwner.Attached(Attachment attachment, AttachedFrame frame)
    {
    }

    void IAttachmentOwner.Pinged(Attachment attachment, ReadOnlySpan<byte> payload)
    {
    }

    void IAttachmentOwner.Ended(Attachment attachment, CarrierEnd end) => _core.Board.Ended(attachment, end);

    private void LongEnough(Attachment attachment)
    {
        _isLongEnough = true;
        Decide(_core, attachment);
    }

    private void Decide(SessionCore core, Attachment attachment)
    {
        if (_isLongEnough && _hasShown && !attachment.IsOver && !attachment.IsProven)
        {
            attachment.IsProven = true;
            core.Reports.Proven(attachment.Transport);
            core.Verdicts.Lift(attachment.Transport);
            core.Crossings.Settled(attachment.Transport);
        }
    }

    // How often it failed before is forgotten only now, so that one that always dies after two seconds is tried ever less often.
    private static void Grown(SessionCore core, Attachment attachment)
    {
        if (core.Board.Active == attachment)
        {
            core.Verdicts.Forget(attachment.Transport);
        }
    }
}
