using System.Collections.Concurrent;
using System.Text.Unicode;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>All topics of the process.</summary>
internal sealed partial class TopicTable : ITopics
{
    private const int MaxIdempotencyKey = 128;

    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly TopicRules _rules;
    private readonly MemoryTopicHistory? _memory;
    private readonly ITopicAuthorizer? _authorizer;
    private readonly Lock _making = new();
    private long _lastIndex;

    public TopicTable(TopicOptions options, TimeProvider time, ITopicHistory? history = null, ITopicAuthorizer? authorizer = null)
    {
        Options = options;
        Time = time;
        _rules = new TopicRules(options.Rules);
        history ??= new MemoryTopicHistory(options, time);
        _memory = history as MemoryTopicHistory;
        _authorizer = authorizer;
        Store = new TopicStore(history);
    }

    public TopicOptions Options { get; }

    public TimeProvider Time { get; }

    public TopicStore Store { get; }

    public TopicCounts Counts { get; } = new();

    /// <summary>How many topics there are.</summary>
    public int Count => _topics.Count;

    /// <inheritdoc/>
    public ValueTask<TopicPublished> PublishAsync(string topic, Message message, TopicPublish how = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        try
        {
            Check(topic, message, how);
        }
        catch (Exception fault)
        {
            return ValueTask.FromException<TopicPublished>(fault);
        }

        return PublishCheckedAsync(topic, new TopicAppend(message, how.Key, how.Publisher, how.IdempotencyKey), how.Except, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask SubscribeAsync(Session session, string topic, TopicSubscribe how = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(topic);
        if (how.Last is < 0 or > 1_000 || how.Since?.Number < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(how), how, $"Accepted is a {nameof(how.Last)} of 0 to 1,000 and a number of {nameof(how.Since)} from 0.");
        }

        var subscribed = await EnterAsync(session, topic, how, cancellationToken).ConfigureAwait(false);
        if (subscribed.IsNew)
        {
            await session.SendAsync(new OutgoingMessage(TopicEvents.Subscribed(subscribed)), cancellationToken).ConfigureAwait(false);
            subscribed.Subscription.Start();
        }
    }

    /// <inheritdoc/>
    public bool Unsubscribe(Session session, string topic, string code = "closed")
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        if (session.Bus.Topics?.End(topic) is null)
        {
            return false;
        }

        _ = TellAsync(session, TopicEvents.Unsubscribed(topic, code));
        return true;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> OfSession(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Bus.Topics?.Names ?? [];
    }

    /// <inheritdoc/>
    public TopicPresence GetPresence(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        RuleOf(topic);
        return _topics.GetValueOrDefault(topic)?.Members?.Snapshot(most: 1_000) ?? new TopicPresence([], 0, HasMore: false);
    }

    /// <inheritdoc/>
    public TopicRule RuleOf(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        if (_topics.TryGetValue(topic, out var known))
        {
            return known.Rule;
        }

        if (!TopicName.IsName(topic))
        {
            throw new TopicException(
                TopicCode.TopicMalformed,
                $"A topic's name is 1 to {TopicFields.MaxLength} bytes of UTF-8 without control characters, line separators and '*', and neither begins nor ends with a space.");
        }

        return _rules.TryFind(topic, out var rule)
            ? rule
            : throw new TopicException(
                TopicCode.TopicUnknown, $"No rule matches the topic '{topic}'. Add one to {nameof(TopicOptions)}.{nameof(TopicOptions.Rules)}, or mend the name.");
    }

    /// <summary>Whether a client may do something; asks the host where a policy decides.</summary>
    public ValueTask<bool> MayAsync(Session session, string topic, TopicRule rule, TopicRight right)
    {
        var access = right switch
        {
            TopicRight.Subscribe => rule.Subscribe,
            TopicRight.Publish => rule.Publish,
            TopicRight.SeePresence => rule.SeePresence,
            _ => rule.ReadHistory ?? rule.Subscribe,
        };
        return access.PolicyName is { } policy && _authorizer is { } authorizer
            ? AskAsync(authorizer, policy, new TopicResource(topic, right, session))
            : new(access.IsAnyone);
    }

    /// <summary>Subscribes; the caller tells the client and then starts what is new.</summary>
    public async ValueTask<Subscribed> EnterAsync(Session session, string topic, TopicSubscribe how, CancellationToken cancellationToken)
    {
        var rule = RuleOf(topic);
        while (true)
        {
            if (await Find(topic, rule).TrySubscribeAsync(session, how, cancellationToken).ConfigureAwait(false) is { } subscribed)
            {
                return subscribed;
            }
        }
    }

    /// <summary>A span as a difference of timestamps.</summary>
    public long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Time.TimestampFrequency);

    /// <summary>Where the log is full under the policy of waiting, it waits as any message would.</summary>
    private static async Task TellAsync(Session session, SharedMessage message)
    {
        try
        {
            await session.SendAsync(new OutgoingMessage(message), CancellationToken.None).ConfigureAwait(false);
        }
        catch (SessionClosedException)
        {
            // Then nobody needs to know.
        }
    }

    private static async ValueTask<bool> AskAsync(ITopicAuthorizer authorizer, string policy, TopicResource resource)
    {
        try
        {
            return await authorizer.IsAllowedAsync(policy, resource, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            return false; // as the interface says
        }
    }

    private async ValueTask<TopicPublished> PublishCheckedAsync(string name, TopicAppend append, Session? except, CancellationToken cancellationToken)
    {
        var rule = RuleOf(name);
        while (true)
        {
            if (await Find(name, rule).TryPublishAsync(append, except, cancellationToken).ConfigureAwait(false) is { } published)
            {
                return published;
            }
        }
    }

    private void Check(string topic, Message message, in TopicPublish how)
    {
        var rule = RuleOf(topic);
        if (message.Payload.Length > rule.MaxMessageBytes)
        {
            throw new TopicException(
                FailCode.MessageTooLarge, $"The message has {message.Payload.Length} bytes; topic '{topic}' accepts at most {rule.MaxMessageBytes}. Raise {nameof(TopicRule)}.{nameof(TopicRule.MaxMessageBytes)} of rule '{rule.Name}', or send it in parts.");
        }

        if (message.Kind == MessageKind.Text && !Utf8.IsValid(message.Payload.Span))
        {
            throw new TopicException(FailCode.NotUtf8, "The text message is not well-formed UTF-8. Publish it as binary or mend the bytes.");
        }

        if (how.Key is not null && !TopicName.IsKey(how.Key))
        {
            throw new TopicException(TopicCode.KeyMalformed, $"A key is 1 to {TopicFields.MaxLength} bytes of UTF-8 without control characters.");
        }

        if (how.Publisher is { } publisher && TopicTexts.LengthOf(publisher) is < 1 or > TopicFields.MaxLength)
        {
            throw new ArgumentException($"A publisher is 1 to {TopicFields.MaxLength} bytes of UTF-8, or null.", nameof(how));
        }

        if (how.IdempotencyKey is { Length: < 1 or > MaxIdempotencyKey })
        {
            throw new ArgumentException($"An idempotency key has 1 to {MaxIdempotencyKey} characters, or is null; this one has {how.IdempotencyKey.Length}.", nameof(how));
        }
    }
}
