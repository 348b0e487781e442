using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>A held transport: how it attaches, and what proves it. Polls are the floor and stand apart.</summary>
internal interface ITransport
{
    string Name { get; }

    /// <summary>Makes an attachment, which the caller starts.</summary>
    Attachment New(SessionCore core, string path, AttachMode mode, IAttachmentOwner owner);

    IProof NewProof(TimeSpan rtt);
}
