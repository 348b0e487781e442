namespace MultiTransport.Client;

/// <summary>The messages of a subscription, with a token of their own.</summary>
internal sealed class TopicMessageSequence(SessionCore core, Handover handover, CancellationToken cancellationToken) : IAsyncEnumerable<ClientTopicMessage>
{
    public IAsyncEnumerator<ClientTopicMessage> GetAsyncEnumerator(CancellationToken cancellationTokenOfLoop = default) =>
        new TopicMessageEnumerator(core, handover, cancellationToken.CanBeCanceled ? cancellationToken : cancellationTokenOfLoop);
}
