namespace MultiTransport;

/// <content>A conflated topic: what the client has no room for waits here, the newest of each key.</content>
internal sealed partial class Subscription
{
    private readonly ConflatedQueue? _conflated = topic.Rule.Conflate ? new ConflatedQueue() : null;

    /// <summary>Gate held. Appends what waits while the session has few messages in flight; true when nothing waits any more.</summary>
    public bool ServeConflated()
    {
        while (_conflated!.Count > 0)
        {
            // Looking begins a round, and what is in a round is not replaced any more: not before something can be sent.
            if (Bus.InFlight >= Topic.Rule.ConflationWindow)
            {
                return false;
            }

            var next = _conflated.Peek(out var lost);
            var message = lost is { } gap ? TopicEvents.Gap(Topic.Name, gap.From, gap.To) : next;
            if (Bus.AppendReplay(message) != AppendResult.Appended)
            {
                return false;
            }

            _conflated.Taken();
            CountServed(lost is null);
        }

        return true;
    }

    private AppendResult TakeConflated(in TopicDelivery delivery)
    {
        Position = delivery.Position;
        if (delivery.Except != Session)
        {
            Enqueue(delivery);
        }

        return AppendResult.Full; // counted where it is served
    }

    private void Enqueue(in TopicDelivery delivery)
    {
        _conflated!.Add(delivery.Message, delivery.Position, delivery.Key);
        if (!ServeConflated())
        {
            Bus.Topics!.AddConflated(this);
        }
    }

    private void CountServed(bool isMessage)
    {
        if (isMessage)
        {
            Topic.Counts.Delivered(1);
        }
        else
        {
            Topic.Counts.Gap();
        }
    }
}
