using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>The history as the engine calls it: whatever it throws is <c>history-unavailable</c>.</summary>
internal sealed class TopicStore(ITopicHistory history)
{
    /// <summary>The epoch that was asked for last; null before that.</summary>
    public string? LastEpoch { get; private set; }

    public async ValueTask<string> GetEpochAsync(CancellationToken cancellationToken)
    {
        try
        {
            return LastEpoch = await history.GetEpochAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable(fault);
        }
    }

    public async ValueTask<TopicAppended> AppendAsync(string topic, TopicAppend message, TopicBounds bounds, CancellationToken cancellationToken)
    {
        try
        {
            return await history.AppendAsync(topic, message, bounds, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable(fault);
        }
    }

    public async ValueTask<TopicRange> GetRangeAsync(string topic, TopicBounds bounds, CancellationToken cancellationToken)
    {
        try
        {
            return await history.GetRangeAsync(topic, bounds, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable(fault);
        }
    }

    public async ValueTask<IReadOnlyList<TopicMessage>> ReadAsync(string topic, long after, int limit, int bytes, TopicBounds bounds, CancellationToken cancellationToken)
    {
        try
        {
            return await history.ReadAsync(topic, after, limit, bytes, bounds, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable(fault);
        }
    }

    private static TopicException Unavailable(Exception fault) =>
        new(TopicCode.HistoryUnavailable, $"The store of the topics' history does not answer: {fault.Message} Nothing was done; try again.", fault);
}
