using System.Threading.Channels;

namespace MultiTransport;

/// <summary>The producers' side of the bus.</summary>
internal sealed class BusWriter(Session session) : ChannelWriter<Message>
{
    public override bool TryWrite(Message item) => session.TrySend(item);

    public override ValueTask WriteAsync(Message item, CancellationToken cancellationToken = default) => session.SendAsync(item, cancellationToken);

    public override async ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default)
    {
        if (session.HasRoom)
        {
            return true;
        }

        try
        {
            await session.WaitForAckAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SessionClosedException)
        {
            return false;
        }

        return !session.IsClosed;
    }

    public override bool TryComplete(Exception? error = null) => session.Close(error?.Message ?? "");
}
