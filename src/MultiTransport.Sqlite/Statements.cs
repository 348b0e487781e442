using Microsoft.Data.Sqlite;

namespace MultiTransport.Sqlite;

/// <summary>All that is asked of the file.</summary>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    public Statement Begin { get; } = new(connection, "BEGIN IMMEDIATE");

    public Statement Commit { get; } = new(connection, "COMMIT");

    public Statement Rollback { get; } = new(connection, "ROLLBACK");

    public Statement FindTopic { get; } = new(connection, """
        SELECT id, last, (SELECT count(*) FROM message WHERE topic = id), (SELECT coalesce(sum(length(payload)), 0) FROM message WHERE topic = id)
        FROM topic WHERE name = $0
        """);

    public Statement AddTopic { get; } = new(connection, "INSERT INTO topic (name, last) VALUES ($0, 0)");

    public Statement SetLast { get; } = new(connection, "UPDATE topic SET last = $0 WHERE id = $1");

    public Statement AddMessage { get; } = new(connection, """
        INSERT INTO message (topic, position, time, expires, kind, payload, key, publisher) VALUES ($0, $1, $2, $3, $4, $5, $6, $7)
        """);

    public Statement FindOldest { get; } = new(connection, "SELECT position, time, length(payload) FROM message WHERE topic = $0 ORDER BY position LIMIT 1");

    public Statement DeleteMessage { get; } = new(connection, "DELETE FROM message WHERE topic = $0 AND position = $1");

    public Statement FindFirst { get; } = new(connection, "SELECT min(position) FROM message WHERE topic = $0 AND position > $1 AND time >= $2");

    public Statement ReadMessages { get; } = new(connection, """
        SELECT position, time, kind, payload, key, publisher FROM message WHERE topic = $0 AND position > $1 AND time >= $2 ORDER BY position LIMIT $3
        """);

    public Statement FindKey { get; } = new(connection, "SELECT position, hash FROM repetition WHERE topic = $0 AND key = $1 AND time >= $2");

    public Statement SetKey { get; } = new(connection, "INSERT OR REPLACE INTO repetition (topic, key, position, hash, time) VALUES ($0, $1, $2, $3, $4)");

    public Statement DeleteOldKeys { get; } = new(connection, "DELETE FROM repetition WHERE time < $0");

    public Statement DeleteExpired { get; } = new(connection, """
        DELETE FROM message WHERE (topic, position) IN (SELECT topic, position FROM message WHERE expires < $0 ORDER BY expires LIMIT $1)
        """);

    public void Dispose()
    {
        Statement[] all = [Begin, Commit, Rollback, FindTopic, AddTopic, SetLast, AddMessage, FindOldest, DeleteMessage, FindFirst, ReadMessages, FindKey, SetKey, DeleteOldKeys, DeleteExpired];
        foreach (var statement in all)
        {
            statement.Dispose();
        }
    }
}
