using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace MultiTransport.Sqlite;

/// <summary>What the file looks like, and how it is opened.</summary>
internal static class Schema
{
    /// <summary>How many expired messages go in one step, so that nothing waits long for it.</summary>
    public const int MostAtOnce = 10_000;

    private const long Version = 1;
    private const int EpochBytes = 6;

    private const string Tables = """
        CREATE TABLE epoch (name TEXT NOT NULL);
        CREATE TABLE topic (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last INTEGER NOT NULL);
        CREATE TABLE message (
            topic INTEGER NOT NULL, position INTEGER NOT NULL, time INTEGER NOT NULL, expires INTEGER NOT NULL, kind INTEGER NOT NULL, payload BLOB NOT NULL,
            key TEXT, publisher TEXT, PRIMARY KEY (topic, position)) WITHOUT ROWID;
        CREATE INDEX message_expires ON message (expires);
        CREATE TABLE repetition (
            topic INTEGER NOT NULL, key TEXT NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (topic, key)) WITHOUT ROWID;
        CREATE INDEX repetition_time ON repetition (time);
        PRAGMA user_version = 1;
        """;

    /// <summary>Makes the connection this process's own, and the tables where there are none.</summary>
    public static void Prepare(SqliteConnection connection, SqliteTopicHistoryOptions options)
    {
        // Exclusive: two processes that count in one file would give numbers out twice.
        Run(connection, $"PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = {(options.WaitForDisk ? "FULL" : "NORMAL")};");
        var version = (long)Scalar(connection, "PRAGMA user_version;")!;
        if (version is not (0 or Version))
        {
            throw new InvalidOperationException($"The history '{options.Path}' has version {version} of its tables; this program knows version {Version}. Use a newer program, or another file.");
        }

        using var transaction = connection.BeginTransaction();
        if (version == 0)
        {
            Run(connection, Tables);
            using var add = connection.CreateCommand();
            add.CommandText = "INSERT INTO epoch (name) VALUES ($0)";
            add.Parameters.AddWithValue("$0", Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(EpochBytes)));
            add.ExecuteNonQuery();
        }

        transaction.Commit(); // a write at once, so that a file that another process has is found out now
    }

    public static string ReadEpoch(SqliteConnection connection) => (string)Scalar(connection, "SELECT name FROM epoch")!;

    private static void Run(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar();
    }
}
