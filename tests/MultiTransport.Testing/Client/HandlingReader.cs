using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace MultiTransport.Testing;

/// <summary>Counts a message as handled when it is read.</summary>
internal sealed class HandlingReader(ClientInbox inbox) : ChannelReader<ReceivedMessage>
{
    public override Task Completion => inbox.Messages.Completion;

    public override bool CanCount => inbox.Messages.CanCount;

    public override int Count => inbox.Messages.Count;

    public override bool TryRead([MaybeNullWhen(false)] out ReceivedMessage item)
    {
        if (!inbox.Messages.TryRead(out item))
        {
            return false;
        }

        if (item.Kind is not (MessageKind.Gap or MessageKind.Request))
        {
            inbox.HandledOne(item.Number);
        }

        return true;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => inbox.Messages.WaitToReadAsync(cancellationToken);
}
