namespace MultiTransport.Client;

/// <summary>
/// A topic that a <see cref="ClientSession"/> is subscribed to, for as long as that lives: should a session be lost, the next one goes on after the last message that came.
/// Messages arrive by iterating it: <c>await foreach (var message in subscription)</c>; asking for the next says that the last was handled. Read it, or
/// unsubscribe: what nobody reads fills the session's window, and then nothing comes any more. All members may be used from any thread.
/// </summary>
public sealed class ClientSubscription : IAsyncDisposable, IAsyncEnumerable<ClientTopicMessage>
{
    private readonly SessionCore _core;
    private readonly Subscription _subscription;

    internal ClientSubscription(SessionCore core, Subscription subscription) => (_core, _subscription) = (core, subscription);

    /// <summary>
    /// Messages of the topic are lost. In a conflated topic the older ones of a key are spared without being told. Events come one at a time, in order, on the thread pool,
    /// and may come before messages of before are read; what a handler throws is ignored.
    /// </summary>
    public event EventHandler<SubscriptionGap>? GapReceived;

    /// <summary>Users came or left, where <see cref="SubscribeOptions.Presence"/> asks to be told; at most twice a second.</summary>
    public event EventHandler<SubscriptionPresence>? PresenceChanged;

    /// <summary>The topic's name.</summary>
    public string Topic => _subscription.Topic;

    /// <summary>Where it stands.</summary>
    public SubscriptionState State => _subscription.State;

    /// <summary>Names the store that counted the message at <see cref="Position"/>; null before the server's first answer.</summary>
    public string? Epoch => _subscription.Handover.Place.Epoch;

    /// <summary>
    /// The last message that was handed over, or the number before the first one that is to come. A later client that begins after <see cref="Epoch"/> and this misses nothing;
    /// where each message is kept as it is handled, <see cref="ClientTopicMessage.Epoch"/> and <see cref="ClientTopicMessage.Position"/> say it of that one.
    /// </summary>
    public long Position => _subscription.Handover.Place.Number;

    /// <summary>Completes when the server has subscribed it for the first time; fails with a <see cref="SessionException"/> where it is closed before.</summary>
    public Task Ready => _subscription.Ready;

    /// <summary>Completes when it is over, and says why; it never faults.</summary>
    public Task<SubscriptionClosed> Closed => _subscription.Closed;

    /// <summary>
    /// Iterates over the messages in the order of their positions, until the subscription is closed. Asking for the next says that the last was handled, and so does the end of
    /// the iteration. Several iterators share the messages: each gets what no other got.
    /// </summary>
    public IAsyncEnumerator<ClientTopicMessage> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new TopicMessageEnumerator(_core, _subscription.Handover, cancellationToken);

    /// <summary>As <see cref="GetAsyncEnumerator"/>, for a foreach with a token.</summary>
    public IAsyncEnumerable<ClientTopicMessage> ReadAllAsync(CancellationToken cancellationToken = default) =>
        new TopicMessageSequence(_core, _subscription.Handover, cancellationToken);

    /// <summary>Ends it: nothing is handed over any more, not even what came already. The task completes when the server has heard it, or has nobody to tell; it does not fail.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the unsubscribing.</param>
    public Task UnsubscribeAsync(CancellationToken cancellationToken = default) => _core.TopicCalls.UnsubscribeAsync(_subscription, cancellationToken);

    /// <summary>Reads a piece of what the server keeps of the topic: what came after <paramref name="since"/>, or else the newest messages before <paramref name="before"/>.</summary>
    /// <param name="since">Only what came after it; null for the newest.</param>
    /// <param name="before">Only what came before that number, 1 to 2^53 - 1; null for the newest. Not together with <paramref name="since"/>.</param>
    /// <param name="limit">How many messages at most. Range 1 to 100. The answer may have fewer: it is no larger than a message may be.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    /// <exception cref="SessionException">It was refused, for example <c>topic-forbidden</c>, <c>too-many-requests</c> or <c>history-unavailable</c>, or not answered within <see cref="ClientSessionOptions.RequestTimeout"/> (<c>timeout</c>).</exception>
    public Task<ClientTopicHistory> ReadHistoryAsync(ClientTopicPosition? since = null, long? before = null, int limit = 50, CancellationToken cancellationToken = default) =>
        _core.TopicCalls.ReadHistoryAsync(Topic, since, before, limit, cancellationToken);

    /// <summary>Asks who is there.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SessionException">It was refused, for example <c>topic-forbidden</c> or <c>too-many-requests</c>, or not answered within <see cref="ClientSessionOptions.RequestTimeout"/> (<c>timeout</c>).</exception>
    public Task<ClientTopicPresence> GetPresenceAsync(CancellationToken cancellationToken = default) => _core.TopicCalls.GetPresenceAsync(Topic, cancellationToken);

    /// <summary>As <see cref="UnsubscribeAsync"/>.</summary>
    public ValueTask DisposeAsync() => new(_core.TopicCalls.UnsubscribeAsync(_subscription, CancellationToken.None));

    internal void Raise(SubscriptionGap gap) => GapReceived?.Invoke(this, gap);

    internal void Raise(SubscriptionPresence change) => PresenceChanged?.Invoke(this, change);
}
