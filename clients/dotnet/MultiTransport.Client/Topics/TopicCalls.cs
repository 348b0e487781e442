using System.Text;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>What the application asks of topics, from any thread.</summary>
internal sealed class TopicCalls(SessionCore core)
{
    public ClientSubscription Subscribe(string topic, SubscribeOptions options) => Subscribe(topic, options, out _);

    public Task<ClientSubscription> SubscribeAsync(string topic, SubscribeOptions options, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<ClientSubscription>(cancellationToken);
        }

        var subscription = Subscribe(topic, options, out var isNew);
        return SessionCalls.Observed(WhenReadyAsync(subscription, isNew, cancellationToken));
    }

    public Task UnsubscribeAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var done = Task.CompletedTask;
        core.Turn.Run(() =>
        {
            done = core.Topics.Leave(subscription);
            core.Calls.Wake();
        });
        return cancellationToken.CanBeCanceled ? SessionCalls.Observed(done.WaitAsync(cancellationToken)) : done;
    }

    public Task PublishAsync(string topic, string text, PublishOptions options, CancellationToken cancellationToken) => TryWriteHead(topic, options, FrameType.Text, out var head) is { } refused
        ? SendOutcome.Failed(refused)
        : core.Calls.Send(outcome => OutgoingMessage.Of(FrameType.Publish, head, text, null, outcome), null, cancellationToken);

    public Task PublishAsync(string topic, ReadOnlyMemory<byte> data, PublishOptions options, CancellationToken cancellationToken) => TryWriteHead(topic, options, FrameType.Binary, out var head) is { } refused
        ? SendOutcome.Failed(refused)
        : core.Calls.Send(outcome => OutgoingMessage.Of(FrameType.Publish, head, data.Span, null, outcome), null, cancellationToken);

    public Task<ClientTopicHistory> ReadHistoryAsync(string topic, ClientTopicPosition? since, long? before, int limit, CancellationToken cancellationToken)
    {
        CheckPosition(since, nameof(since));
        if (since is not null && before is not null)
        {
            throw new ArgumentException($"{nameof(since)} and {nameof(before)} are both given; accepted is one of them, or neither.", nameof(before));
        }

        if (before is < 1 or > Varint.MaxValue)
        {
            throw Wrong(nameof(before), before, "1 to 2^53 - 1, or null");
        }

        if (limit is < 1 or > TopicOperation.MaxLimit)
        {
            throw Wrong(nameof(limit), limit, $"1 to {TopicOperation.MaxLimit}");
        }

        var operation = new TopicOperation
        {
            Op = TopicOperation.ReadHistory,
            Topic = topic,
            Since = since is { } place ? new TopicSince { Epoch = place.Epoch, Position = place.Number } : null,
            Before = before,
            Limit = limit,
        };
        return SessionCalls.Observed(AskAsync(operation, TopicAnswers.ReadHistory, cancellationToken));
    }

    public Task<ClientTopicPresence> GetPresenceAsync(string topic, CancellationToken cancellationToken) => SessionCalls.Observed(
        AskAsync(new TopicOperation { Op = TopicOperation.SeePresence, Topic = topic }, TopicAnswers.ReadPresence, cancellationToken));

    private ClientSubscription Subscribe(string topic, SubscribeOptions options, out bool isNew)
    {
        if (options is { Since: not null, Last: not null })
        {
            throw new ArgumentException($"{nameof(options.Since)} and {nameof(options.Last)} are both set; accepted is one of them, or neither.", nameof(options));
        }

        CheckPosition(options.Since, $"{nameof(SubscribeOptions)}.{nameof(options.Since)}");
        if (options.Last is < 0 or > TopicOperation.MaxLast)
        {
            throw Wrong($"{nameof(SubscribeOptions)}.{nameof(options.Last)}", options.Last, $"0 to {TopicOperation.MaxLast}");
        }

        var wish = new SubscribeOptions { Since = options.Since, Last = options.Last, Presence = options.Presence };
        Subscription? subscription = null;
        var isMade = false;
        core.Turn.Run(() =>
        {
            subscription = core.Topics.Subscribe(topic, wish, out isMade);
            core.Negotiator.Sent();
            core.Calls.Wake();
        });
        isNew = isMade;
        return subscription!.Face;
    }

    private static async Task<ClientSubscription> WhenReadyAsync(ClientSubscription subscription, bool isNew, CancellationToken cancellationToken)
    {
        try
        {
            await subscription.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
            return subscription;
        }
        catch (OperationCanceledException) when (isNew)
        {
            _ = subscription.UnsubscribeAsync(CancellationToken.None); // nobody holds it
            throw;
        }
    }

    private async Task<T> AskAsync<T>(TopicOperation operation, Func<ClientMessage, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var answer = await core.Calls.Request((_, request) => TopicOperations.Encode(operation, request), timeout: null, cancellationToken).ConfigureAwait(false);
        return read(answer) ?? throw TopicFault.Answer();
    }

    private static SessionException? TryWriteHead(string topic, PublishOptions options, byte kind, out byte[] head)
    {
        head = [];
        if (!TopicName.IsName(topic))
        {
            return TopicFault.Name(topic);
        }

        if (options.Key is { } key && !TopicName.IsKey(key))
        {
            return TopicFault.Key(key);
        }

        Span<byte> written = stackalloc byte[PublishPayload.MaxHead];
        var keyBytes = options.Key is null ? [] : Encoding.UTF8.GetBytes(options.Key);
        head = written[..PublishPayload.WriteHead(written, Encoding.UTF8.GetBytes(topic), keyBytes, options.Echo, kind)].ToArray();
        return null;
    }

    private static void CheckPosition(ClientTopicPosition? position, string name)
    {
        if (position is { Number: < 0 or > Varint.MaxValue } wrong)
        {
            throw Wrong($"{name}.{nameof(wrong.Number)}", wrong.Number, "0 to 2^53 - 1");
        }
    }

    private static ArgumentException Wrong(string name, object? value, string accepted) => new($"{name} is {value}; accepted is {accepted}.", name);
}
