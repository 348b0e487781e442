namespace MultiTransport;

/// <summary>One session's subscription of one topic. But for <see cref="Slot"/> all is guarded by the session's gate.</summary>
internal sealed partial class Subscription(Topic topic, Session session, long position, bool wantsPresence)
{
    private const int MaxSkips = 1_000;

    private Queue<long>? _skips;

    public Topic Topic { get; } = topic;

    public Session Session { get; } = session;

    /// <summary>Whether it is told who comes and goes.</summary>
    public bool WantsPresence { get; } = wantsPresence;

    /// <summary>Its place among the topic's subscribers; the topic's own lock guards it.</summary>
    public int Slot { get; set; } = -1;

    public SubscriptionState State { get; private set; }

    /// <summary>The last message that it has, or that it was told of as lost.</summary>
    public long Position { get; private set; } = position;

    private ClientBus Bus => Session.Bus;

    /// <summary>Gate held, in the topic's turn. Takes a new message; anything but <see cref="AppendResult.Appended"/> and <see cref="AppendResult.Overrun"/> says that it will come from the history, or need not.</summary>
    public AppendResult Take(in TopicDelivery delivery)
    {
        if (State != SubscriptionState.Live)
        {
            NoteOwn(delivery);
            return AppendResult.Full;
        }

        return _conflated is null ? TakeLive(delivery) : TakeConflated(delivery);
    }

    /// <summary>Gate held. Nothing of the topic is appended after this.</summary>
    public void End()
    {
        State = SubscriptionState.Ended;
        _skips = null;
        _restart = null;
        _conflated?.Clear();
    }

    private AppendResult TakeLive(in TopicDelivery delivery)
    {
        // Where several processes share the history, somebody else may have published in between: it has all of them.
        var result = delivery.Position == Position + 1
            ? Bus.AppendOfTopic(delivery.Except == Session ? TopicEvents.Skipped(Topic.Name, delivery.Position) : delivery.Message)
            : AppendResult.Full;
        if (result == AppendResult.Appended)
        {
            Position = delivery.Position;
        }
        else if (result == AppendResult.Full)
        {
            State = SubscriptionState.Behind;
            NoteOwn(delivery);
            Pause();
            Bus.Topics!.ServePaused();
        }

        return result;
    }

    /// <summary>What the session published itself and wants no copy of is not to come from the history either.</summary>
    private void NoteOwn(in TopicDelivery delivery)
    {
        if (delivery.Except == Session && State == SubscriptionState.Behind && (_skips ??= new Queue<long>()).Count < MaxSkips)
        {
            _skips.Enqueue(delivery.Position);
        }
    }
}
