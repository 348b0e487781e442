using System.Buffers.Text;
using System.Security.Cryptography;
using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>The history as the engine calls it: whatever it throws is <c>history-unavailable</c>.</summary>
internal sealed class TopicStore(ITopicHistory history)
{
    private const int EpochBytes = 6;

    private readonly Lock _gate = new();
    private TopicEpoch? _renewed;

    /// <summary>The epoch that was asked for last; null before that.</summary>
    public string? LastEpoch { get; private set; }

    public static string NewEpoch() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(EpochBytes));

    public async ValueTask<string> GetEpochAsync(CancellationToken cancellationToken) =>
        (await AskEpochAsync(cancellationToken).ConfigureAwait(false)).Name;

    public async ValueTask<TopicEpoch> AskEpochAsync(CancellationToken cancellationToken)
    {
        try
        {
            var own = await history.GetEpochAsync(cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                var epoch = _renewed is { } renewed && string.Equals(renewed.Own, own, StringComparison.Ordinal) ? renewed : new TopicEpoch(own, own);
                LastEpoch = epoch.Name;
                return epoch;
            }
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable(fault);
        }
    }

    /// <summary>The store's numbers went back in this epoch: from now on it has another name, unless another topic has seen that before.</summary>
    public TopicEpoch Renew(TopicEpoch seen)
    {
        lock (_gate)
        {
            if (_renewed is not { } renewed || renewed == seen || !string.Equals(renewed.Own, seen.Own, StringComparison.Ordinal))
            {
                _renewed = renewed = new TopicEpoch(seen.Own, NewEpoch());
            }

            LastEpoch = renewed.Name;
            return renewed;
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
