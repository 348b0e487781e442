using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Chat.Journal;

/// <summary>One transaction that tells what it changes.</summary>
internal sealed class Writing(SqliteConnection connection, long at, int maxEvents)
{
    private readonly List<(Entry Entry, IReadOnlyList<long> Users)> _told = [];

    public SqliteConnection Connection => connection;

    /// <summary>Now, in milliseconds since 1970.</summary>
    public long At => at;

    public IReadOnlyList<(Entry Entry, IReadOnlyList<long> Users)> Told => _told;

    /// <summary>Tells the members of a room, as they are now, and who else is named.</summary>
    public void Tell(long room, ChatEvent what, params IEnumerable<long> others)
    {
        var seq = connection.QuerySingle<long>(
            "INSERT INTO event (room, at, body) VALUES (@room, @at, @body) RETURNING seq", new { room, at, body = JsonSerializer.Serialize(what, ChatJson.Options) });
        connection.Execute("DELETE FROM event WHERE seq <= @seq - @maxEvents", new { seq, maxEvents });
        var users = connection.Query<long>("SELECT user FROM member WHERE room = @room", new { room }).Union(others).ToArray();
        _told.Add((new Entry(seq, room, at, what), users));
    }
}
