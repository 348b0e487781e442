using Microsoft.Data.Sqlite;

namespace MultiTransport.Sqlite;

/// <summary>The file: one connection, used by one thread at a time. What it knows by heart is forgotten wherever a transaction is undone.</summary>
internal sealed partial class HistoryFile : IDisposable
{
    private readonly Dictionary<string, TopicRow> _topics = new(StringComparer.Ordinal);
    private readonly SqliteConnection _connection;
    private readonly Statements _statements;
    private readonly TimeSpan _keyLife;
    private readonly TimeProvider _time;

    private HistoryFile(SqliteConnection connection, TimeSpan keyLife, TimeProvider time)
    {
        _connection = connection;
        _keyLife = keyLife;
        _time = time;
        _statements = new Statements(connection);
        Epoch = Schema.ReadEpoch(connection);
    }

    public string Epoch { get; }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public static HistoryFile Open(SqliteTopicHistoryOptions options, TimeProvider time)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = options.Path, Pooling = false, DefaultTimeout = 2 }.ToString());
        try
        {
            connection.Open();
            Schema.Prepare(connection, options);
            return new HistoryFile(connection, options.IdempotencyLife, time);
        }
        catch (SqliteException fault)
        {
            connection.Dispose();
            throw new InvalidOperationException($"The history '{options.Path}' cannot be used: {fault.Message} Another process may have it, or it is no SQLite file.", fault);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Does all of it in one transaction, or nothing; the fault says why.</summary>
    public Exception? TryDo(IReadOnlyList<Job> jobs)
    {
        try
        {
            _statements.Begin.Run();
            foreach (var job in jobs)
            {
                job.Run(this);
            }

            _statements.Commit.Run();
            return null;
        }
        catch (Exception fault)
        {
            Undo();
            return fault;
        }
    }

    /// <summary>Forgets what has expired; where that fails it is left for the next time.</summary>
    public void Purge()
    {
        try
        {
            if (_statements.DeleteExpired.Run(Now, Schema.MostAtOnce) > 0)
            {
                _topics.Clear();
            }

            _statements.DeleteOldKeys.Run(KeyCutoff);
        }
        catch (SqliteException)
        {
            _topics.Clear();
        }
    }

    /// <summary>Keeps the file from growing over so many pages, as a full disk does.</summary>
    internal void Limit(int pages)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages};");
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _statements.Dispose();
        _connection.Dispose();
    }

    private long KeyCutoff => Now - (long)_keyLife.TotalMilliseconds;

    private void Undo()
    {
        _topics.Clear(); // what was counted along was undone
        try
        {
            _statements.Rollback.Run();
        }
        catch (SqliteException)
        {
            // A full disk and the like undo the transaction by themselves.
        }
    }

    private TopicRow? Find(string topic)
    {
        if (_topics.TryGetValue(topic, out var known))
        {
            return known;
        }

        using var reader = _statements.FindTopic.Read(topic);
        if (!reader.Read())
        {
            return null;
        }

        var row = new TopicRow(reader.GetInt64(0)) { Last = reader.GetInt64(1), Count = reader.GetInt64(2), Bytes = reader.GetInt64(3) };
        return _topics[topic] = row;
    }

    private TopicRow FindOrAdd(string topic)
    {
        if (Find(topic) is { } row)
        {
            return row;
        }

        _statements.AddTopic.Run(topic);
        return Find(topic)!;
    }
}
