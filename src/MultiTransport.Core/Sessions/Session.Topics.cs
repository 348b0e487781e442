namespace MultiTransport;

/// <content>What topics do with the session's log. The order of locks is: a topic's turn, then the session's gate.</content>
public sealed partial class Session
{
    /// <summary>Ends a session whose log overran while a topic had the turn.</summary>
    internal void Overrun() => Settle(AppendResult.Overrun, null, null);

    /// <summary>Offers a new message of a topic to one subscription. On <see cref="AppendResult.Overrun"/> the caller ends the session, which calls the application, when the topic's turn is over.</summary>
    internal AppendResult Offer(Subscription subscription, in TopicDelivery delivery)
    {
        AppendResult result;
        BusReader? wake;
        (long From, long To)? dropped;
        lock (Bus.Gate)
        {
            result = subscription.Take(delivery);
            wake = TakeWaiter();
            Bus.TryTakeDropped(out dropped);
        }

        Settle(AppendResult.Full, wake, dropped);
        return result;
    }

    /// <summary>Does something with the bus under the gate, and wakes the reader where there is something to read then.</summary>
    internal TResult WithBus<TState, TResult>(TState state, Func<TState, TResult> change)
    {
        TResult result;
        BusReader? wake;
        (long From, long To)? dropped;
        lock (Bus.Gate)
        {
            result = change(state);
            wake = TakeWaiter();
            Bus.TryTakeDropped(out dropped);
        }

        Settle(AppendResult.Full, wake, dropped);
        return result;
    }

    /// <summary>The session's part in topics, made when it is first asked for.</summary>
    internal SessionTopics TopicsOf(TopicTable table)
    {
        lock (Bus.Gate)
        {
            return Bus.Topics ??= new SessionTopics(this, table);
        }
    }

    /// <summary>Since when no connection has carried messages, as a timestamp; null while one does. Read without the gate: good for what looks again soon.</summary>
    internal long? AwaySince => _state.Active == 0 ? _detachedSince : null;

    private void EndTopics()
    {
        SessionTopics? topics;
        lock (Bus.Gate)
        {
            topics = Bus.Topics;
        }

        topics?.EndAll();
    }
}
