namespace MultiTransport.Client;

/// <summary>
/// A lossless two-way conversation with a MultiTransport server over whichever of five transports the network lets through. Messages arrive by iterating it:
/// <c>await foreach (var message in session)</c>; asking for the next says that the last was handled. All members may be used from any thread.
/// </summary>
public sealed class ClientSession : IAsyncDisposable, IAsyncEnumerable<ClientMessage>
{
    private readonly SessionCore _core;

    private ClientSession(Uri url, SessionSettings settings)
    {
        Url = url;
        _core = new SessionCore(url, settings, new SessionEvents
        {
            Opened = opened => Opened?.Invoke(this, opened),
            StateChanged = change => StateChanged?.Invoke(this, change),
            TransportChanged = change => TransportChanged?.Invoke(this, change),
            AttemptEnded = attempt => AttemptEnded?.Invoke(this, attempt),
            GapReceived = gap => GapReceived?.Invoke(this, gap),
            SubscriptionMade = subscription => SubscriptionMade?.Invoke(this, subscription),
            TakesSubscriptions = () => SubscriptionMade is not null,
        });
    }

    /// <summary>The session from inside.</summary>
    internal SessionCore Core => _core;

    /// <summary>A session was opened: the first one, or another one after the first was lost.</summary>
    public event EventHandler<SessionOpened>? Opened;

    /// <summary><see cref="State"/> changed.</summary>
    public event EventHandler<StateChange>? StateChanged;

    /// <summary><see cref="Transport"/> changed.</summary>
    public event EventHandler<TransportChange>? TransportChanged;

    /// <summary>A try of a transport ended; <see cref="Attempts"/> has it.</summary>
    public event EventHandler<TransportAttempt>? AttemptEnded;

    /// <summary>Messages of the server are lost. Events come one at a time, in order, on the thread pool; what a handler throws is ignored.</summary>
    public event EventHandler<MessageGap>? GapReceived;

    /// <summary>
    /// The server's application subscribed this session to a topic by itself. Whoever listens must read the subscription or end it; where nobody listens, its messages are answered
    /// <c>not-supported</c> and thrown away.
    /// </summary>
    public event EventHandler<ClientSubscription>? SubscriptionMade;

    /// <summary>Where it stands.</summary>
    public ClientState State => _core.Status.State;

    /// <summary>The name of the active transport, or null.</summary>
    public string? Transport => _core.Status.Transport;

    /// <summary>The last 50 tries, oldest first.</summary>
    public IReadOnlyList<TransportAttempt> Attempts => _core.Attempts.All;

    /// <summary>What each transport has carried, by its name; those that carried nothing are missing.</summary>
    public IReadOnlyDictionary<string, TransportCount> Counters => _core.Counters.Snapshot();

    /// <summary>The bytes of messages that are not acknowledged.</summary>
    public long BufferedAmount => _core.Outbox.Bytes;

    /// <summary>The session's public id, for logs; null before the first one is open.</summary>
    public string? Id => _core.Status.Id;

    /// <summary>The URL it was made for.</summary>
    public Uri Url { get; }

    /// <summary>The smallest recent duration of an exchange that waits for nobody; 100 ms before the first one.</summary>
    public TimeSpan Rtt => _core.Rtt.Value;

    /// <summary>Completes when the session is over, and says why; it never faults.</summary>
    public Task<SessionClosed> Closed => _core.Life.Closed;

    /// <summary>
    /// Begins a session and returns at once. What is sent right after rides on the very first request, and is answered with that request's answer
    /// where the server's handler is quick.
    /// </summary>
    /// <param name="url">The endpoint's URL: absolute, <c>http</c> or <c>https</c>, without a fragment.</param>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <exception cref="ArgumentException">The URL or an option is wrong; the message names it, its value and what is accepted.</exception>
    public static ClientSession Connect(Uri url, ClientSessionOptions? options = null)
    {
        var session = new ClientSession(SessionSettings.CheckUrl(url), SessionSettings.Of(options ?? new ClientSessionOptions()));
        session._core.Start(gathers: true);
        return session;
    }

    /// <summary>Begins a session and waits until it is open.</summary>
    /// <param name="url">The endpoint's URL: absolute, <c>http</c> or <c>https</c>, without a fragment.</param>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up waiting, and closes the session.</param>
    /// <exception cref="ArgumentException">The URL or an option is wrong.</exception>
    /// <exception cref="SessionException">The session could not be opened; <see cref="SessionException.Code"/> says why.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<ClientSession> ConnectAsync(Uri url, ClientSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var session = new ClientSession(SessionSettings.CheckUrl(url), SessionSettings.Of(options ?? new ClientSessionOptions()));
        session._core.Start(gathers: false);
        try
        {
            await session._core.Life.FirstOpened.WaitAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.CloseAsync(cancellationToken: CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends a text. The task completes when the server's handler has taken it.</summary>
    /// <param name="text">At most the server's limit in UTF-8, 64 KiB unless it says otherwise.</param>
    /// <param name="options">A key, for a message that may be sent again after its session was lost.</param>
    /// <param name="cancellationToken">Ends the waiting; the message itself is not called back.</param>
    /// <exception cref="SessionException">It was not handled; <see cref="SessionException.Code"/> says why.</exception>
    public Task SendAsync(string text, SendOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _core.Calls.SendAsync(text, options?.Key, cancellationToken);
    }

    /// <summary>Sends bytes, which are copied. The task completes when the server's handler has taken them.</summary>
    /// <param name="data">At most the server's limit, 64 KiB unless it says otherwise.</param>
    /// <param name="options">A key, for a message that may be sent again after its session was lost.</param>
    /// <param name="cancellationToken">Ends the waiting; the message itself is not called back.</param>
    /// <exception cref="SessionException">They were not handled; <see cref="SessionException.Code"/> says why.</exception>
    public Task SendAsync(ReadOnlyMemory<byte> data, SendOptions? options = null, CancellationToken cancellationToken = default) =>
        _core.Calls.SendAsync(data, options?.Key, cancellationToken);

    /// <summary>Asks the server's application. At most 128 requests may be unanswered.</summary>
    /// <param name="text">The question.</param>
    /// <param name="timeout">How long to wait; null for <see cref="ClientSessionOptions.RequestTimeout"/>. More than zero and at most 24 days, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the waiting; the request itself is not called back.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="SessionException">There was no answer in time (<c>timeout</c>), or it was refused.</exception>
    public Task<ClientMessage> RequestAsync(string text, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _core.Calls.RequestAsync(text, SessionSettings.CheckWait(timeout, nameof(timeout)), cancellationToken);
    }

    /// <summary>Asks the server's application with bytes, which are copied. At most 128 requests may be unanswered.</summary>
    /// <param name="data">The question.</param>
    /// <param name="timeout">How long to wait; null for <see cref="ClientSessionOptions.RequestTimeout"/>. More than zero and at most 24 days, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the waiting; the request itself is not called back.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="SessionException">There was no answer in time (<c>timeout</c>), or it was refused.</exception>
    public Task<ClientMessage> RequestAsync(ReadOnlyMemory<byte> data, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _core.Calls.RequestAsync(data, SessionSettings.CheckWait(timeout, nameof(timeout)), cancellationToken);

    /// <summary>
    /// Subscribes to a topic and returns at once; where there is a subscription of it already, that one again, whatever the options. It is asked for in its place among the messages, and
    /// again by every later session, until it is closed. What the server refuses is told by <see cref="ClientSubscription.Ready"/> and <see cref="ClientSubscription.Closed"/>.
    /// </summary>
    /// <param name="topic">1 to 255 bytes of UTF-8 without control characters, line separators and <c>*</c>, and without a space at either end. Another one is closed as <c>topic-malformed</c>.</param>
    /// <param name="options">From where, and what else; null for the messages from now on.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ClientSubscription Subscribe(string topic, SubscribeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return _core.TopicCalls.Subscribe(topic, options ?? new SubscribeOptions());
    }

    /// <summary>
    /// Subscribes to a topic and waits until the server has subscribed it: as <see cref="Subscribe"/>, and <see cref="ClientSubscription.Ready"/>. It waits as long as the session tries
    /// to get through and what the server refuses for the moment is asked again; a token bounds that.
    /// </summary>
    /// <param name="topic">As of <see cref="Subscribe"/>.</param>
    /// <param name="options">As of <see cref="Subscribe"/>.</param>
    /// <param name="cancellationToken">Ends the waiting, and the subscription too unless there was one of the topic before.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="SessionException">The subscription was closed, for example <c>topic-forbidden</c>, <c>topic-unknown</c> or <c>topic-limit</c>, or the session was.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before.</exception>
    public Task<ClientSubscription> SubscribeAsync(string topic, SubscribeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return _core.TopicCalls.SubscribeAsync(topic, options ?? new SubscribeOptions(), cancellationToken);
    }

    /// <summary>Publishes a text. The task completes when it is in the topic; whether the session is subscribed does not count.</summary>
    /// <param name="topic">As of <see cref="Subscribe"/>.</param>
    /// <param name="text">At most the topic's bound in UTF-8, 64 KiB unless the server's rule says otherwise, and with topic and key at most what a message may have.</param>
    /// <param name="options">What it is about, and whether this session gets it too; null for neither key nor exception.</param>
    /// <param name="cancellationToken">Ends the waiting; the message itself is not called back.</param>
    /// <exception cref="SessionException">
    /// It was not published: <c>topic-malformed</c>, <c>topic-unknown</c>, <c>topic-forbidden</c>, <c>topic-limit</c>, <c>key-malformed</c>, <c>message-too-large</c>, <c>too-many-requests</c>,
    /// <c>history-unavailable</c>, or what a send fails with; or nobody knows (<c>outcome-unknown</c>).
    /// </exception>
    public Task PublishAsync(string topic, string text, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(text);
        return _core.TopicCalls.PublishAsync(topic, text, options ?? new PublishOptions(), cancellationToken);
    }

    /// <summary>Publishes bytes, which are copied. The task completes when they are in the topic; whether the session is subscribed does not count.</summary>
    /// <param name="topic">As of <see cref="Subscribe"/>.</param>
    /// <param name="data">At most the topic's bound, 64 KiB unless the server's rule says otherwise, and with topic and key at most what a message may have.</param>
    /// <param name="options">What they are about, and whether this session gets them too; null for neither key nor exception.</param>
    /// <param name="cancellationToken">Ends the waiting; the message itself is not called back.</param>
    /// <exception cref="SessionException">They were not published, as for a text.</exception>
    public Task PublishAsync(string topic, ReadOnlyMemory<byte> data, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return _core.TopicCalls.PublishAsync(topic, data, options ?? new PublishOptions(), cancellationToken);
    }

    /// <summary>
    /// Iterates over the messages until the session is closed. Asking for the next says that the last was handled, and so does the end of the iteration.
    /// Several iterators share the messages: each gets what no other got.
    /// </summary>
    public IAsyncEnumerator<ClientMessage> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new MessageEnumerator(_core, cancellationToken);

    /// <summary>As <see cref="GetAsyncEnumerator"/>, for a foreach with a token.</summary>
    public IAsyncEnumerable<ClientMessage> ReadAllAsync(CancellationToken cancellationToken = default) => new MessageSequence(_core, cancellationToken);

    /// <summary>Stays on one transport, whatever else works, or with null moves to the best one again.</summary>
    /// <param name="transport">A name out of <see cref="ClientSessionOptions.Transports"/>, or null.</param>
    /// <param name="cancellationToken">Ends the waiting, not the wish.</param>
    /// <returns>A task that completes when it is active.</returns>
    /// <exception cref="ArgumentException">The name is none of the options' transports.</exception>
    /// <exception cref="SessionException">It failed, and is tried again all the same; or the server does not offer it (<c>not-offered</c>).</exception>
    public Task UseAsync(string? transport, CancellationToken cancellationToken = default) => _core.Calls.UseAsync(transport, cancellationToken);

    /// <summary>
    /// Ends the session in any state, within a second: what is not acknowledged is sent once more, then everything ends. Sends without an acknowledgement fail
    /// with <c>closed</c>.
    /// </summary>
    /// <param name="reason">Told to the server; at most 120 bytes of UTF-8, the rest is cut off.</param>
    /// <param name="cancellationToken">Ends the waiting, not the closing.</param>
    public Task CloseAsync(string reason = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return _core.Calls.CloseAsync(reason, cancellationToken);
    }

    /// <summary>As <see cref="CloseAsync"/> without a reason.</summary>
    public ValueTask DisposeAsync() => new(_core.Calls.CloseAsync("", CancellationToken.None));
}
