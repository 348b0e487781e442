using System.Threading.Channels;

namespace MultiTransport.Sqlite;

/// <summary>
/// Topics counted and kept in one SQLite file. One writer takes what is asked for in its order and commits together what waits, so that a commit costs
/// the many publishers of a busy server once. What fails alone fails alone: its neighbours in a commit are done again without it.
/// </summary>
public sealed class SqliteTopicHistory : ITopicHistory, IAsyncDisposable
{
    private const int MostAtOnce = 512;
    private static readonly TimeSpan PurgeEvery = TimeSpan.FromMinutes(1);

    private readonly Channel<Job> _jobs = Channel.CreateBounded<Job>(new BoundedChannelOptions(10_000) { SingleReader = true });
    private readonly HistoryFile _file;
    private readonly TimeProvider _time;
    private readonly Task _worker;
    private long _purgedAt;

    /// <summary>Opens the file.</summary>
    /// <exception cref="InvalidOperationException">It cannot be used: the text says why and what to do.</exception>
    public SqliteTopicHistory(SqliteTopicHistoryOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _purgedAt = time.GetTimestamp();
        _file = HistoryFile.Open(options, time);
        _worker = Task.Run(WorkAsync);
    }

    /// <inheritdoc/>
    public ValueTask<string> GetEpochAsync(CancellationToken cancellationToken) => new(_file.Epoch);

    /// <inheritdoc/>
    public ValueTask<TopicAppended> AppendAsync(string topic, TopicAppend message, TopicBounds bounds, CancellationToken cancellationToken) =>
        AskAsync(file => file.Append(topic, message, bounds), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<TopicRange> GetRangeAsync(string topic, TopicBounds bounds, CancellationToken cancellationToken) =>
        AskAsync(file => file.Range(topic, bounds), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<TopicMessage>> ReadAsync(string topic, long after, int limit, int bytes, TopicBounds bounds, CancellationToken cancellationToken) =>
        AskAsync(file => file.Read(topic, after, limit, bytes, bounds), cancellationToken);

    /// <summary>Does what was asked for so far, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        await _worker.ConfigureAwait(false);
    }

    private async ValueTask<T> AskAsync<T>(Func<HistoryFile, T> what, CancellationToken cancellationToken)
    {
        var job = new Job<T>(what);
        await _jobs.Writer.WriteAsync(job, cancellationToken).ConfigureAwait(false);
        using var registration = cancellationToken.UnsafeRegister(static (job, token) => ((Job)job!).Cancel(token), job);
        return await job.Task.ConfigureAwait(false);
    }

    private async Task WorkAsync()
    {
        var batch = new List<Job>();
        while (await _jobs.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < MostAtOnce && _jobs.Reader.TryRead(out var job))
            {
                if (job.TryTake())
                {
                    batch.Add(job);
                }
            }

            if (_file.TryDo(batch) is not null)
            {
                foreach (var job in batch)
                {
                    job.Settle(_file.TryDo([job]));
                }
            }
            else
            {
                batch.ForEach(static job => job.Settle(null));
            }

            batch.Clear();
            Purge();
        }

        _file.Dispose();
    }

    private void Purge()
    {
        if (_time.GetElapsedTime(_purgedAt) >= PurgeEvery)
        {
            _purgedAt = _time.GetTimestamp();
            _file.Purge();
        }
    }
}
