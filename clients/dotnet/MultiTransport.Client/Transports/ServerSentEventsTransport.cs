using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>A held response of server-sent events.</summary>
internal sealed class ServerSentEventsTransport : ITransport
{
    public string Name => TransportNames.ServerSentEvents;

    public Attachment New(SessionCore core, string path, AttachMode mode, IAttachmentOwner owner) =>
        new HeldAttachment(core, Name, path, mode, new EventDecoder(), owner);

    public IProof NewProof(TimeSpan rtt) => new BeatProof(rtt);
}
