namespace MultiTransport;

/// <summary>One session's part in topics: its subscriptions, those of them that wait for room, and how fast it may ask. Members marked so are called with the session's gate held.</summary>
internal sealed class SessionTopics(Session session, TopicTable table)
{
    private readonly List<Subscription> _subscriptions = [];
    private List<Subscription>? _paused;
    private List<Subscription>? _conflated;
    private TokenBucket _operations;
    private TokenBucket _publishes;

    public bool MayOperate() => _operations.TryTake(table.Time, table.Options.OperationsPerSecond, 4 * table.Options.OperationsPerSecond);

    public bool MayPublish() => _publishes.TryTake(table.Time, table.Options.PublishesPerSecond, 2 * table.Options.PublishesPerSecond);

    public IReadOnlyList<string> Names
    {
        get
        {
            lock (session.Bus.Gate)
            {
                return [.. _subscriptions.Select(static subscription => subscription.Topic.Name)];
            }
        }
    }

    public Subscription? Find(string topic)
    {
        lock (session.Bus.Gate)
        {
            return _subscriptions.Find(subscription => string.Equals(subscription.Topic.Name, topic, StringComparison.Ordinal));
        }
    }

    /// <summary>Adds one; false where the session has as many as it may.</summary>
    /// <exception cref="SessionClosedException">The session is over.</exception>
    public bool TryAdd(Subscription subscription)
    {
        lock (session.Bus.Gate)
        {
            if (session.Bus.Completed is { } reason)
            {
                throw new SessionClosedException(reason);
            }

            if (_subscriptions.Count >= table.Options.MaxSubscriptions)
            {
                return false;
            }

            _subscriptions.Add(subscription);
            return true;
        }
    }

    /// <summary>Ends one; null where there was none.</summary>
    public Subscription? End(string topic)
    {
        Subscription? ended;
        lock (session.Bus.Gate)
        {
            ended = Find(topic);
            if (ended is not null)
            {
                ended.End();
                _subscriptions.Remove(ended);
            }
        }

        ended?.Topic.Leave(ended);
        return ended;
    }

    /// <summary>The session is over.</summary>
    public void EndAll()
    {
        Subscription[] ended;
        lock (session.Bus.Gate)
        {
            ended = [.. _subscriptions];
            _subscriptions.Clear();
            (_paused, _conflated) = (null, null);
            foreach (var subscription in ended)
            {
                subscription.End();
            }
        }

        foreach (var subscription in ended)
        {
            subscription.Topic.Leave(subscription);
        }
    }

    /// <summary>Gate held. It goes on when there is room.</summary>
    public void AddPaused(Subscription subscription) => (_paused ??= []).Add(subscription);

    /// <summary>Gate held. It has messages that wait for the client to keep up.</summary>
    public void AddConflated(Subscription subscription)
    {
        if (_conflated?.Contains(subscription) != true)
        {
            (_conflated ??= []).Add(subscription);
        }
    }

    /// <summary>Gate held. The client has taken something: appends what waits, as far as there is room.</summary>
    public void Serve()
    {
        for (var i = (_conflated?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (_conflated![i].ServeConflated())
            {
                _conflated.RemoveAt(i);
            }
        }

        ServePaused();
    }

    /// <summary>Gate held. Lets those go on that read of a history, where there is room.</summary>
    public void ServePaused()
    {
        if (_paused is not { Count: > 0 } || !session.Bus.IsRoomyForReplay)
        {
            return;
        }

        foreach (var subscription in _paused)
        {
            subscription.Resume();
        }

        _paused.Clear();
    }
}
