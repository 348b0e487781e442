namespace MultiTransport.Client;

/// <summary>The messages of a session, with a token of their own.</summary>
internal sealed class MessageSequence(SessionCore core, CancellationToken cancellationToken) : IAsyncEnumerable<ClientMessage>
{
    public IAsyncEnumerator<ClientMessage> GetAsyncEnumerator(CancellationToken cancellationTokenOfLoop = default) =>
        new MessageEnumerator(core, cancellationToken.CanBeCanceled ? cancellationToken : cancellationTokenOfLoop);
}
