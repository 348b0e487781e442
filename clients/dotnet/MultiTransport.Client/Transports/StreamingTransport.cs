using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>A held response of plain frames.</summary>
internal sealed class StreamingTransport : ITransport
{
    public string Name => TransportNames.Streaming;

    public Attachment New(SessionCore core, string path, AttachMode mode, IAttachmentOwner owner) =>
        new HeldAttachment(core, Name, path, mode, new BinaryDecoder(), owner);

    public IProof NewProof(TimeSpan rtt) => new BeatProof(rtt);
}
