using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Chat.Storage;

/// <summary>The file. Readers have connections of their own and never wait; who writes waits for his turn and gets all or nothing.</summary>
internal sealed class Database : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SqliteConnection _writer;
    private readonly string _connectionString;

    public Database(IOptions<ChatOptions> options)
    {
        var path = options.Value.Database;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = 2 }.ToString();
        _writer = new SqliteConnection(_connectionString);
        try
        {
            _writer.Open();
            _writer.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
            Prepare(path);
        }
        catch (SqliteException fault)
        {
            _writer.Dispose();
            throw new InvalidOperationException($"The database '{path}' cannot be used: {fault.Message} Set Chat:Database to another file.", fault);
        }
    }

    /// <summary>Runs <paramref name="work"/> in a transaction, and <paramref name="afterwards"/> once that is sure, before anyone else writes.</summary>
    /// <exception cref="ChatException"><c>storage-unavailable</c>: nothing was written.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, Action<T>? afterwards = null)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            using var transaction = _writer.BeginTransaction();
            var result = work(_writer);
            transaction.Commit();
            afterwards?.Invoke(result);
            return result;
        }
        catch (SqliteException fault)
        {
            throw Unavailable(fault);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Runs <paramref name="work"/> on one state of the file, whatever is written meanwhile.</summary>
    /// <exception cref="ChatException"><c>storage-unavailable</c>.</exception>
    public T Read<T>(Func<SqliteConnection, T> work)
    {
        try
        {
            using var connection = new SqliteConnection(_connectionString);
            connection.Open();
            using var transaction = connection.BeginTransaction(deferred: true);
            return work(connection);
        }
        catch (SqliteException fault)
        {
            throw Unavailable(fault);
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _turn.Dispose();
        SqliteConnection.ClearAllPools();
    }

    /// <summary>Keeps the file from growing, as a full disk does.</summary>
    internal void Limit(int pages) => _writer.Execute($"PRAGMA max_page_count = {pages};");

    private static ChatException Unavailable(SqliteException fault) =>
        new("storage-unavailable", $"The database does not take this now ({fault.SqliteErrorCode}). Nothing was written; try again.");

    private void Prepare(string path)
    {
        var version = _writer.ExecuteScalar<int>("PRAGMA user_version");
        if (version is not (0 or Schema.Version))
        {
            throw new InvalidOperationException($"The database '{path}' has version {version} of its tables; this program knows version {Schema.Version}. Set Chat:Database to another file.");
        }

        if (version == 0)
        {
            using var transaction = _writer.BeginTransaction();
            _writer.Execute(Schema.Tables);
            _writer.Execute($"PRAGMA user_version = {Schema.Version}");
            transaction.Commit();
        }
    }
}
