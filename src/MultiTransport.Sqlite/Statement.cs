using Microsoft.Data.Sqlite;

namespace MultiTransport.Sqlite;

/// <summary>One prepared statement; its parameters are $0, $1, … in order.</summary>
internal sealed class Statement(SqliteConnection connection, string text) : IDisposable
{
    private readonly SqliteCommand _command = Prepare(connection, text);

    /// <summary>Runs it and returns how many rows it changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs it and reads its rows; the reader is disposed before the statement runs again.</summary>
    public SqliteDataReader Read(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    private static SqliteCommand Prepare(SqliteConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        for (var number = 0; text.Contains($"${number}", StringComparison.Ordinal); number++)
        {
            command.Parameters.Add(new SqliteParameter($"${number}", null));
        }

        return command;
    }

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var number = 0; number < values.Length; number++)
        {
            _command.Parameters[number].Value = values[number] ?? DBNull.Value;
        }
    }
}
