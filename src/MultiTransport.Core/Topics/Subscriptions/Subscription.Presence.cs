namespace MultiTransport;

/// <content>What it is told of who comes and goes.</content>
internal sealed partial class Subscription
{
    private PresenceChange? _owed; // the gate guards it

    /// <summary>Whether its session counts as there; the lock of the topic's members guards it.</summary>
    public MemberState Member { get; set; }

    /// <summary>Tells a change, encoded for all; where the session has no room it is joined with the next one.</summary>
    public void TellPresence(PresenceChange? change, SharedMessage? message)
    {
        if (change is not null || Volatile.Read(ref _owed) is not null)
        {
            var isOverrun = Session.WithBus((this, change, message), static step => step.Item1.AppendPresence(step.change, step.message) == AppendResult.Overrun);
            if (isOverrun)
            {
                Session.Overrun();
            }
        }
    }

    private AppendResult AppendPresence(PresenceChange? change, SharedMessage? message)
    {
        if (State == SubscriptionState.Ended)
        {
            return AppendResult.Closed;
        }

        if (_owed is not null)
        {
            change = change is null ? _owed : _owed.Then(change);
            message = TopicEvents.Presence(Topic.Name, change);
        }

        var result = Bus.AppendOfTopic(message!);
        _owed = result == AppendResult.Full ? change : null;
        return result;
    }
}
