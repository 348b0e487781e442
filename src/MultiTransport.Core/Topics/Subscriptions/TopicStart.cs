using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>Where a subscription begins, and what is lost before.</summary>
/// <param name="Position">The number before the first message that follows.</param>
/// <param name="Gap">What was asked for and is not there; null for nothing.</param>
internal readonly record struct TopicStart(long Position, TopicGap? Gap)
{
    public static TopicStart Of(in TopicSubscribe how, string epoch, TopicRange range)
    {
        if (how.Since is { } since)
        {
            return how.IsFromNow ? Now(since, epoch, range) : After(since, epoch, range);
        }

        return new(how.Last == 0 ? range.Last : Math.Max(range.Last - how.Last, BeforeFirst(range)), null);
    }

    /// <summary>The number before the oldest message that is kept.</summary>
    public static long BeforeFirst(TopicRange range) => Math.Max(0, range.First - 1);

    private static TopicStart After(TopicPosition since, string epoch, TopicRange range)
    {
        var beforeFirst = BeforeFirst(range);
        if (since.Epoch is not null && !string.Equals(since.Epoch, epoch, StringComparison.Ordinal))
        {
            return new(beforeFirst, new TopicGap { Why = TopicGap.OtherEpoch });
        }

        if (since.Number > range.Last)
        {
            return new(range.Last, new TopicGap { Why = TopicGap.Ahead });
        }

        return since.Number < beforeFirst
            ? new(beforeFirst, new TopicGap { Why = TopicGap.Evicted, From = since.Number + 1, To = beforeFirst })
            : new(since.Number, null);
    }

    private static TopicStart Now(TopicPosition since, string epoch, TopicRange range)
    {
        var isSame = string.Equals(since.Epoch, epoch, StringComparison.Ordinal);
        return isSame && since.Number == range.Last ? new(range.Last, null)
            : isSame && since.Number < range.Last ? new(range.Last, new TopicGap { Why = TopicGap.Unknown, From = since.Number + 1, To = range.Last })
            : new(range.Last, new TopicGap { Why = isSame ? TopicGap.Ahead : TopicGap.OtherEpoch });
    }
}
