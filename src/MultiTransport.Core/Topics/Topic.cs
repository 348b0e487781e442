namespace MultiTransport;

/// <summary>One topic: its turn, which publishers take one after the other, and its subscribers.</summary>
#pragma warning disable CA1001 // the semaphore holds nothing to dispose of while nobody asks for its wait handle
internal sealed partial class Topic(TopicTable table, string name, long index, TopicRule rule)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1, 1); // free, it is taken without a task
    private readonly TopicSubscribers _subscribers = new();
    private readonly TopicBounds _bounds = BoundsOf(rule);
    private long _position;
    private bool _isGone;

    public TopicTable Table { get; } = table;

    public string Name { get; } = name;

    /// <summary>Names the topic in its messages; no other topic of the process ever has it.</summary>
    public long Index { get; } = index;

    public TopicRule Rule { get; } = rule;

    public TopicCounts Counts => Table.Counts;

    /// <summary>Who is there; null where the rule does not keep that.</summary>
    public TopicMembers? Members { get; } = rule.Presence ? new TopicMembers() : null;

    /// <summary>The newest message that has been handed out, as far as this process knows.</summary>
    public long Position => Volatile.Read(ref _position);

    public int Subscribers => _subscribers.Count;

    /// <summary>When something was last done with it, as a timestamp.</summary>
    public long LastUsed { get; private set; } = table.Time.GetTimestamp();

    public static TopicBounds BoundsOf(TopicRule rule) => new(rule.HistoryMessages, rule.HistoryBytes, rule.HistoryAge);

    /// <summary>Adds a message and hands it out. Null where the topic gave way meanwhile: the caller finds it anew.</summary>
    public async ValueTask<TopicPublished?> TryPublishAsync(TopicAppend append, Session? except, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        List<Session>? overrun = null;
        TopicPublished published;
        try
        {
            if (_isGone)
            {
                return null;
            }

            LastUsed = Table.Time.GetTimestamp();
            var epoch = await EnterEpochAsync(cancellationToken).ConfigureAwait(false);
            var appended = await Table.Store.AppendAsync(Name, append, _bounds, CancellationToken.None).ConfigureAwait(false); // once asked for it is handed out too
            if (appended.Outcome == TopicAppendOutcome.KeyReused)
            {
                throw new TopicException(
                    Protocol.TopicCode.IdempotencyKeyReused,
                    $"The idempotency key '{append.IdempotencyKey}' was used in topic '{Name}' for another message (position {appended.Position}). Nothing was published; use a new key for each message.");
            }

            if (appended.Outcome == TopicAppendOutcome.Added && appended.Position <= Position)
            {
                epoch = WentBack(appended.Position - 1);
            }

            published = new TopicPublished(new TopicPosition(epoch, appended.Position), appended.Outcome == TopicAppendOutcome.Repetition);
            if (!published.IsRepetition)
            {
                overrun = HandOut(append, appended.Position, except);
            }
        }
        finally
        {
            _turn.Release();
        }

        overrun?.ForEach(static session => session.Overrun());
        return published;
    }

    /// <summary>Subscribes a session. Null where the topic gave way meanwhile.</summary>
    public async ValueTask<Subscribed?> TrySubscribeAsync(Session session, TopicSubscribe how, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isGone)
            {
                return null;
            }

            LastUsed = Table.Time.GetTimestamp();
            var epoch = await EnterEpochAsync(cancellationToken).ConfigureAwait(false);
            var topics = session.TopicsOf(Table);
            if (topics.Find(Name) is { } present)
            {
                return new Subscribed(present, IsNew: false, epoch, new TopicStart(present.Position, null));
            }

            var range = await Table.Store.GetRangeAsync(Name, _bounds, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _position, Math.Max(Position, range.Last));
            var start = TopicStart.Of(how, epoch, range);
            var subscription = new Subscription(this, session, start.Position, how.Presence && Members is not null);
            Enter(subscription, topics);
            return new Subscribed(subscription, IsNew: true, epoch, start);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends what a subscription has here. Whoever calls this has ended it in its session.</summary>
    public void Leave(Subscription subscription)
    {
        if (_subscribers.Remove(subscription))
        {
            Members?.Leave(subscription);
            Counts.Left();
            LastUsed = Table.Time.GetTimestamp();
        }
    }

    /// <summary>Makes a subscription live where it has everything; true when it need not read on.</summary>
    public async ValueTask<bool> TryGoLiveAsync(Subscription subscription)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            return subscription.Session.WithBus(subscription, static behind => behind.TryGoLive());
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask<IReadOnlyList<TopicMessage>> ReadAsync(long after, int limit, int bytes) =>
        Table.Store.ReadAsync(Name, after, limit, bytes, _bounds, CancellationToken.None);

    /// <summary>Gives the topic up, unless somebody is subscribed or has the turn; <paramref name="forget"/> runs while nobody can have it.</summary>
    public bool TryGiveUp(Action<Topic> forget)
    {
        if (Subscribers > 0 || !_turn.Wait(0))
        {
            return false;
        }

        try
        {
            if (_isGone || Subscribers > 0)
            {
                return false;
            }

            _isGone = true;
            forget(this);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Counts who came and went, and tells it; a step of the sweep.</summary>
    public void SweepPresence(long now)
    {
        if (Members is null)
        {
            return;
        }

        var change = Members.Sweep(_subscribers.All, now, Table);
        var message = change is null ? null : TopicEvents.Presence(Name, change);
        foreach (var subscription in _subscribers.All)
        {
            if (subscription is { WantsPresence: true })
            {
                subscription.TellPresence(change, message);
            }
        }
    }

    private void Enter(Subscription subscription, SessionTopics topics)
    {
        // Here first: a session that ends from now on finds it in its own list and takes it out of both.
        _subscribers.Add(subscription);
        Members?.Enter(subscription);
        Counts.Entered();
        var isAdded = false;
        try
        {
            isAdded = topics.TryAdd(subscription);
        }
        finally
        {
            if (!isAdded)
            {
                Leave(subscription);
            }
        }

        if (!isAdded)
        {
            throw new TopicException(
                Protocol.TopicCode.TopicLimit,
                $"The session has {Table.Options.MaxSubscriptions} subscriptions, the most that {nameof(TopicOptions)}.{nameof(TopicOptions.MaxSubscriptions)} allows.");
        }
    }

    /// <summary>Nothing is allocated for a subscriber, and none waits for another.</summary>
    private List<Session>? HandOut(in TopicAppend append, long position, Session? except)
    {
        List<Session>? overrun = null;
        var delivered = 0;
        var subscribers = _subscribers.All;
        if (!subscribers.IsEmpty)
        {
            var delivery = new TopicDelivery(TopicFrames.Encode(this, position, append.Message, append.Key, append.Publisher), position, append.Key, except);
            foreach (var subscription in subscribers)
            {
                switch (subscription?.Session.Offer(subscription, delivery))
                {
                    case AppendResult.Appended:
                        delivered++;
                        break;
                    case AppendResult.Overrun:
                        (overrun ??= []).Add(subscription.Session);
                        break;
                }
            }
        }

        Counts.Published(delivered);
        Volatile.Write(ref _position, position);
        return overrun;
    }
}
