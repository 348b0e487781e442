using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>The topics of a client: which there are, which one a message belongs to, and that each session is asked for them. Only inside turns.</summary>
internal sealed class SubscriptionTable
{
    /// <summary>The most that a server makes by itself.</summary>
    private const int Most = 10_000;

    private readonly Dictionary<string, Subscription> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Subscription> _byIndex = [];
    private readonly SessionCore _core;
    private readonly Departures _departures;

    public SubscriptionTable(SessionCore core)
    {
        _core = core;
        _departures = new Departures(core, this);
    }

    /// <summary>The subscription of this topic; a new one where there is none.</summary>
    public Subscription Subscribe(string topic, SubscribeOptions options, out bool isNew)
    {
        isNew = !_byName.TryGetValue(topic, out var known);
        if (known is not null)
        {
            return known;
        }

        var subscription = new Subscription(_core, topic, options);
        if (!TopicName.IsName(topic))
        {
            subscription.End(TopicFault.Name(topic));
        }
        else if (_departures.Has(topic) && !_core.IsOver)
        {
            _byName.Add(topic, subscription); // it is asked for when the server has heard the end of the other one
        }
        else if (_core.Calls.Refusal(Question(subscription).Message!) is { } refused)
        {
            subscription.Asked!.Fail(refused);
        }
        else
        {
            _byName.Add(topic, subscription);
            _core.Outbox.Add(subscription.Asked!.Message!);
        }

        return subscription;
    }

    /// <summary>Asks the server for it.</summary>
    public void Ask(Subscription subscription) => _core.Outbox.Add(Question(subscription).Message!);

    /// <summary>Ends it by the application's wish; the task completes when the server has heard that.</summary>
    public Task Leave(Subscription subscription)
    {
        if (subscription.State == SubscriptionState.Closed || _departures.Has(subscription.Topic))
        {
            Remove(subscription, TopicFault.Unsubscribed(), isWanted: false);
            return _departures.Of(subscription.Topic);
        }

        subscription.End(TopicFault.Unsubscribed(), isWanted: false); // its messages are known by their index until the server has heard it
        _byName.Remove(subscription.Topic);
        return _departures.Begin(subscription);
    }

    /// <summary>The server has heard that this one is over; one of the same topic may begin.</summary>
    public void Left(Subscription left)
    {
        Forget(left);
        if (_byName.TryGetValue(left.Topic, out var next) && IsToBeAsked(next))
        {
            Ask(next);
        }
    }

    /// <summary>Takes a message; as <see cref="IInboxEvents.TopicMessage"/>.</summary>
    public string? Take(ReadOnlySpan<byte> payload, Receipt receipt)
    {
        if (!TopicMessagePayload.TryParse(payload, out var message) || !_byIndex.TryGetValue(message.Index, out var subscription))
        {
            return FailCode.NotSupported;
        }

        return subscription.State == SubscriptionState.Closed ? Inbox.Handled : subscription.Take(message, receipt);
    }

    /// <summary>Takes an event; one that says nothing that is known here is thrown away.</summary>
    public void TakeEvent(ReadOnlySpan<byte> payload)
    {
        var told = TopicAnswers.ReadEvent(payload);
        if (told?.Subscribed is { Topic: { } topic } made && TopicAnswers.Checked(made) is { } how)
        {
            Made(topic, how);
        }

        if (told?.Gap is { Topic: { } gapped } gap && Find(gapped) is { } lost)
        {
            lost.Lost(gap);
        }

        if (told?.Skipped is { } skip)
        {
            Find(skip.Topic)?.Skip(skip.Position);
        }

        if (told?.Presence is { } change)
        {
            Find(change.Topic)?.Changed(change);
        }

        if (told?.Unsubscribed is { } ended && Find(ended.Topic) is { } subscription)
        {
            Remove(subscription, TopicFault.Ended(ended.Code));
        }
    }

    /// <summary>Numbers of the session are lost, and answers may have been among them: what was asked is asked again, from the start, so that what came meanwhile comes again.</summary>
    public void AnswersMayBeLost()
    {
        foreach (var subscription in _byName.Values.Where(static one => one.Asked?.Message is { WrittenAt: not 0 }))
        {
            _core.Outbox.Add(TopicOperations.New(_core, TopicOperations.EndOf(subscription.Topic), static _ => { }, static _ => { }).Message!);
            Ask(subscription);
        }

        _departures.AnswersMayBeLost();
    }

    /// <summary>The session is lost: the next one is asked for all that there was, before anything else goes up.</summary>
    public void Lose()
    {
        _byIndex.Clear();
        _departures.End();
        var (messages, bytes) = (_core.Acks.WindowMessages, _core.Acks.WindowBytes);
        foreach (var subscription in _byName.Values.OrderBy(static one => one.Asked is null))
        {
            subscription.Lose(ref messages, ref bytes);
        }

        AskAgain();
    }

    /// <summary>What was asked for went with a session, or nobody knows whether it was heard.</summary>
    public void AskAgain() => _core.Outbox.AddFirst(
        [.. _byName.Values.Where(IsToBeAsked).Select(one => Question(one).Message!)]);

    /// <summary>The session is over.</summary>
    public void Over(SessionException error)
    {
        foreach (var subscription in _byName.Values)
        {
            subscription.Asked = null;
            subscription.End(error);
        }

        _departures.End();
        _byName.Clear();
        _byIndex.Clear();
    }

    private bool IsToBeAsked(Subscription subscription) =>
        subscription is { Asked: null, State: SubscriptionState.Subscribing, Again.IsSet: false } && !_departures.Has(subscription.Topic);

    /// <summary>The one of this name that this session is subscribed to.</summary>
    private Subscription? Find(string topic) => _byName.TryGetValue(topic, out var subscription) && subscription.Index != 0 ? subscription : null;

    private PendingOperation Question(Subscription subscription)
    {
        PendingOperation? asked = null;
        asked = TopicOperations.New(
            _core,
            subscription.Wish,
            answer =>
            {
                if (subscription.Asked == asked)
                {
                    Answered(subscription, answer);
                }
            },
            error =>
            {
                if (subscription.Asked == asked)
                {
                    Refused(subscription, error);
                }
            });
        subscription.Asked = asked;
        return asked;
    }

    private void Answered(Subscription subscription, ClientMessage answer)
    {
        subscription.Asked = null;
        if (TopicAnswers.ReadSubscription(answer) is { } how)
        {
            Begin(subscription, how);
        }
        else
        {
            Remove(subscription, TopicFault.Answer());
        }
    }

    private void Refused(Subscription subscription, SessionException error)
    {
        subscription.Asked = null;
        if (subscription.State != SubscriptionState.Subscribing || error.Code == Fault.OutcomeUnknown)
        {
            return; // the server made it by itself meanwhile; or the session is lost, and the next one is asked
        }

        if (TopicFault.IsTransient(error))
        {
            subscription.AskLater();
        }
        else
        {
            Remove(subscription, error);
        }
    }

    private void Begin(Subscription subscription, TopicSubscription how)
    {
        if (_byIndex.TryGetValue(how.Index, out var other) && other != subscription && other.State != SubscriptionState.Closed)
        {
            Remove(subscription, TopicFault.Answer());
            return;
        }

        if (subscription.Index == how.Index)
        {
            return; // subscribing to what is subscribed moves nothing
        }

        _byIndex.Remove(subscription.Index);
        _byIndex[how.Index] = subscription;
        subscription.Index = how.Index;
        if (subscription.State != SubscriptionState.Closed)
        {
            subscription.Begin(how);
        }
    }

    /// <summary>The server subscribed this session by itself. Where nobody wants to know of it, its messages are answered as those of a topic that was never told.</summary>
    private void Made(string topic, TopicSubscription how)
    {
        if (_byName.TryGetValue(topic, out var known))
        {
            Begin(known, how);
        }
        else if (!_departures.Has(topic) && _core.Events.TakesSubscriptions() && TopicName.IsName(topic) && _byName.Count < Most)
        {
            var subscription = new Subscription(_core, topic, new SubscribeOptions());
            _byName.Add(topic, subscription);
            Begin(subscription, how);
            _core.Callbacks.Post(() => _core.Events.SubscriptionMade(subscription.Face));
        }
    }

    private void Remove(Subscription subscription, SessionException error, bool isWanted = true)
    {
        if (_byName.GetValueOrDefault(subscription.Topic) == subscription)
        {
            _byName.Remove(subscription.Topic);
        }

        Forget(subscription);
        subscription.End(error, isWanted);
    }

    /// <summary>Messages with its index are none of a topic that was told.</summary>
    private void Forget(Subscription subscription)
    {
        if (_byIndex.GetValueOrDefault(subscription.Index) == subscription)
        {
            _byIndex.Remove(subscription.Index);
        }
    }
}
