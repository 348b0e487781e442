namespace MultiTransport.AspNetCore;

/// <summary>A history that the host registered, whose failures are logged: the first of a row, and the end of it.</summary>
internal sealed class WatchedTopicHistory(ITopicHistory history, TopicNotices log) : ITopicHistory
{
    private int _isFailing;

    public ValueTask<string> GetEpochAsync(CancellationToken cancellationToken) =>
        WatchAsync(history, static (store, _, cancelled) => store.GetEpochAsync(cancelled), 0, cancellationToken);

    public ValueTask<TopicAppended> AppendAsync(string topic, TopicAppend message, TopicBounds bounds, CancellationToken cancellationToken) =>
        WatchAsync(history, static (store, asked, cancelled) => store.AppendAsync(asked.topic, asked.message, asked.bounds, cancelled), (topic, message, bounds), cancellationToken);

    public ValueTask<TopicRange> GetRangeAsync(string topic, TopicBounds bounds, CancellationToken cancellationToken) =>
        WatchAsync(history, static (store, asked, cancelled) => store.GetRangeAsync(asked.topic, asked.bounds, cancelled), (topic, bounds), cancellationToken);

    public ValueTask<IReadOnlyList<TopicMessage>> ReadAsync(string topic, long after, int limit, int bytes, TopicBounds bounds, CancellationToken cancellationToken) => WatchAsync(
        history,
        static (store, asked, cancelled) => store.ReadAsync(asked.topic, asked.after, asked.limit, asked.bytes, asked.bounds, cancelled),
        (topic, after, limit, bytes, bounds),
        cancellationToken);

    private async ValueTask<TResult> WatchAsync<TAsked, TResult>(
        ITopicHistory store, Func<ITopicHistory, TAsked, CancellationToken, ValueTask<TResult>> ask, TAsked asked, CancellationToken cancellationToken)
    {
        try
        {
            var result = await ask(store, asked, cancellationToken).ConfigureAwait(false);
            if (Volatile.Read(ref _isFailing) != 0 && Interlocked.Exchange(ref _isFailing, 0) != 0)
            {
                log.HistoryAnswers();
            }

            return result;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            if (Interlocked.Exchange(ref _isFailing, 1) == 0)
            {
                log.HistoryFailed(fault);
            }

            throw;
        }
    }
}
