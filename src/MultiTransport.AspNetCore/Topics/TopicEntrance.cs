using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>Subscribes a session that a native request opened to the topics that it names, at the place that it bears.</summary>
internal static class TopicEntrance
{
    /// <summary>Why a client may not have a topic whose rule can say so without the session; null where it may, or a policy decides.</summary>
    public static Refusal? Refuse(TopicTable topics, TopicWish wish)
    {
        foreach (var name in wish.Names)
        {
            var rule = topics.RuleOf(name);
            if (IsNobody(rule.Subscribe) || (wish.Last > 0 && IsNobody(rule.ReadHistory ?? rule.Subscribe)))
            {
                return Forbidden(name, wish);
            }
        }

        return null;
    }

    /// <summary>Subscribes to all, or to none where one is refused.</summary>
    /// <param name="topics">The topics.</param>
    /// <param name="session">The session that was opened.</param>
    /// <param name="wish">What is asked for.</param>
    /// <param name="stands">Where the client stands; null where it comes for the first time, or nobody knows.</param>
    /// <param name="isLost">Whether the client had a session before: where it stands or what it missed is told by gaps.</param>
    public static async ValueTask<(TopicStands? Stands, Refusal? Refusal)> EnterAsync(
        TopicTable topics, Session session, TopicWish wish, TopicStands? stands, bool isLost)
    {
        var mayRead = new bool[wish.Names.Length];
        for (var i = 0; i < mayRead.Length; i++)
        {
            var rule = topics.RuleOf(wish.Names[i]);
            mayRead[i] = await topics.MayAsync(session, wish.Names[i], rule, TopicRight.ReadHistory).ConfigureAwait(false);
            if (!await topics.MayAsync(session, wish.Names[i], rule, TopicRight.Subscribe).ConfigureAwait(false) || (wish.Last > 0 && !isLost && !mayRead[i]))
            {
                return (null, Forbidden(wish.Names[i], wish));
            }
        }

        var (epoch, positions) = ("", new long[mayRead.Length]);
        var begun = new List<(Subscribed Subscribed, bool IsUnknown)>();
        for (var i = 0; i < mayRead.Length; i++)
        {
            var how = !isLost ? new TopicSubscribe { Last = wish.Last }
                : stands is not null ? new TopicSubscribe { Since = new TopicPosition(stands.Epoch, stands[i]), IsFromNow = !mayRead[i] }
                : default;
            var isUnknown = isLost && how.Since is null;
            var subscribed = await topics.EnterAsync(session, wish.Names[i], how, CancellationToken.None).ConfigureAwait(false);
            (epoch, positions[i]) = (subscribed.Epoch, subscribed.Start.Position);
            if (subscribed.IsNew)
            {
                begun.Add((subscribed, isUnknown));
            }
        }

        // A log that is small takes all of this only when the client reads, which it does once it is answered.
        _ = TellAsync(session, begun);
        return (TopicStands.Of(wish.Names, epoch, positions), null);
    }

    /// <summary>First that it is subscribed, then what is lost, then its messages.</summary>
    private static async Task TellAsync(Session session, List<(Subscribed Subscribed, bool IsUnknown)> begun)
    {
        try
        {
            foreach (var (subscribed, isUnknown) in begun)
            {
                await TellAsync(session, subscribed, isUnknown).ConfigureAwait(false);
            }
        }
        catch (SessionClosedException)
        {
            // With the session its subscriptions ended.
        }
    }

    private static async ValueTask TellAsync(Session session, Subscribed subscribed, bool isUnknown)
    {
        var (name, start) = (subscribed.Subscription.Topic.Name, subscribed.Start);
        var told = TopicEvents.Subscribed(subscribed with { Start = start with { Gap = null } });
        await session.SendAsync(new OutgoingMessage(told), CancellationToken.None).ConfigureAwait(false);
        if ((isUnknown ? new TopicGap { Why = TopicGap.Unknown } : start.Gap) is { } lost)
        {
            await session.SendAsync(new OutgoingMessage(TopicEvents.Gap(name, lost)), CancellationToken.None).ConfigureAwait(false);
        }

        subscribed.Subscription.Start();
    }

    private static bool IsNobody(TopicAccess access) => !access.IsAnyone && access.PolicyName is null;

    private static Refusal Forbidden(string name, TopicWish wish) => TopicWish.Refusal(new TopicException(
        TopicCode.TopicForbidden,
        $"The topic '{name}' is not for this client{(wish.Last > 0 ? ", or its messages of before are not" : "")}. Its rule says who may ({nameof(TopicRule)}.{nameof(TopicRule.Subscribe)} and {nameof(TopicRule.ReadHistory)})."));
}
