using MultiTransport.Protocol;

namespace MultiTransport;

/// <content>A store whose numbers go back, or that is another one: subscribers are told and go on in the new counting.</content>
internal sealed partial class Topic
{
    private TopicEpoch? _epoch; // whoever has the turn

    /// <summary>Turn taken. The name of the epoch; where it is not the one of before, all subscribers begin again.</summary>
    private async ValueTask<string> EnterEpochAsync(CancellationToken cancellationToken)
    {
        var epoch = await Table.Store.AskEpochAsync(cancellationToken).ConfigureAwait(false);
        if (_epoch is { } known && known != epoch)
        {
            var range = await Table.Store.GetRangeAsync(Name, _bounds, cancellationToken).ConfigureAwait(false);
            var isRenewed = string.Equals(known.Own, epoch.Own, StringComparison.Ordinal);
            Restart(range.Last, isRenewed
                ? new TopicGap { Why = TopicGap.Ahead, Epoch = epoch.Name, Position = range.Last }
                : new TopicGap { Why = TopicGap.OtherEpoch, Epoch = epoch.Name, Position = TopicStart.BeforeFirst(range) });
        }

        _epoch = epoch;
        return epoch.Name;
    }

    /// <summary>Turn taken. The store gave a number again that it had given before: it knew no more than <paramref name="last"/>.</summary>
    private string WentBack(long last)
    {
        var epoch = Table.Store.Renew(_epoch!.Value);
        _epoch = epoch;
        Restart(last, new TopicGap { Why = TopicGap.Ahead, Epoch = epoch.Name, Position = last });
        return epoch.Name;
    }

    /// <summary>The position first: whoever reads of the history compares with it as soon as its subscription has moved.</summary>
    private void Restart(long last, TopicGap gap)
    {
        Volatile.Write(ref _position, last);
        foreach (var subscription in _subscribers.All)
        {
            subscription?.Session.WithBus((subscription, gap), static step => step.subscription.Restart(step.gap));
        }
    }
}
