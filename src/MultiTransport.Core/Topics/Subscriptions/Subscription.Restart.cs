using MultiTransport.Protocol;

namespace MultiTransport;

/// <content>The topic is counted anew: a gap says from which number on, in its place behind all that was appended before.</content>
internal sealed partial class Subscription
{
    private TopicGap? _restart;

    /// <summary>Gate held, in the topic's turn. What comes from now on is of another epoch; true where the subscription has not ended.</summary>
    public bool Restart(TopicGap gap)
    {
        if (State == SubscriptionState.Ended)
        {
            return false;
        }

        // The store has lost some, and what it still has this one may have too.
        _restart = gap.Why == TopicGap.Ahead ? gap with { Position = Math.Min(_restart?.Position ?? Position, gap.Position!.Value) } : gap;
        _skips = null;
        if (State == SubscriptionState.Live)
        {
            State = SubscriptionState.Behind;
            Pause();
            Bus.Topics!.ServePaused();
        }

        return true;
    }

    /// <summary>Gate held. Tells it, where there is room; false where it has to wait.</summary>
    private bool TryAppendRestart()
    {
        if (_restart is not { } restart)
        {
            return true;
        }

        // What is older goes first, or a client would take it for new.
        if (_conflated is { Count: > 0 } || Bus.AppendReplay(TopicEvents.Gap(Topic.Name, restart)) != AppendResult.Appended)
        {
            return false;
        }

        Topic.Counts.Gap();
        Position = restart.Position!.Value;
        _restart = null;
        return true;
    }
}
