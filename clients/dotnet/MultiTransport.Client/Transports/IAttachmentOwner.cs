using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>Who watches an <see cref="Attachment"/>: a trial until it is proven, the switchboard from then on.</summary>
internal interface IAttachmentOwner
{
    /// <summary>The way is open: what attaches may go.</summary>
    void Opened(Attachment attachment);

    void Attached(Attachment attachment, AttachedFrame frame);

    void Pinged(Attachment attachment, ReadOnlySpan<byte> payload);

    void Ended(Attachment attachment, CarrierEnd end);
}
