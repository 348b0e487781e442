using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>A held response: <c>sse</c> and <c>stream</c>. What goes up is posted beside it.</summary>
internal sealed class HeldAttachment(SessionCore core, string transport, string path, AttachMode mode, IFrameDecoder decoder, IAttachmentOwner owner)
    : Attachment(core, transport, mode, owner)
{
    private PostCarrier? _carrier;
    private PostBatch? _batch;

    public override bool CarriesUp => false;

    public override void Start()
    {
        _batch = Core.Uplink.Compose(Mode, TimeSpan.Zero, messages: false, control: false, nonce: Nonce);
        var reader = new CarrierReader(Nonce, Core.Downstream, this);
        _carrier = new PostCarrier(Core.Turn, Core.Http, Core.Time, path, _batch.Body, decoder, reader) { Progress = Alive, Ended = End };
        _carrier.Start();
        Owner.Opened(this);
    }

    public override void Promote(Action written) => Core.Uplink.Promote(this, written);

    protected override void Tear() => _carrier?.Drop();

    protected override void Over()
    {
        Core.Uplink.CallOff(this);
        base.Over();
    }
}
