using System.Text.Json;
using Chat.Accounts;
using Chat.Journal;
using Chat.Live;
using Chat.Rooms;
using Chat.Storage;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Chat.Sync;

/// <summary>Brings a device up to date: by what happened since the event that it has, or, where that is too much or it has none, by how everything is now.</summary>
internal sealed class Syncing(Database database, Presence presence)
{
    private const int MostEvents = 500;

    public Welcome Welcome(UserView me, long? since) => database.Read(connection =>
    {
        var (first, seq) = connection.QuerySingle<(long, long)>("SELECT coalesce(min(seq), 1), coalesce(max(seq), 0) FROM event");
        var online = presence.OnlineOf(Neighbours(connection, me.Id));
        if (since is { } known && known >= first - 1 && known <= seq && Since(connection, me.Id, known) is { Count: <= MostEvents } events)
        {
            return new Welcome(me, seq, null, events, online);
        }

        return new Welcome(me, seq, RoomRows.All(connection, me.Id), null, online);
    });

    /// <summary>Everyone who is in a room with this user.</summary>
    public static IReadOnlyList<long> Neighbours(SqliteConnection connection, long user) =>
        [.. connection.Query<long>("SELECT DISTINCT o.user FROM member m JOIN member o ON o.room = m.room WHERE m.user = @user AND o.user <> @user", new { user })];

    private static IReadOnlyList<Entry> Since(SqliteConnection connection, long user, long seq) => [.. connection.Query<(long Seq, long Room, long At, string Body)>("""
        SELECT e.seq, e.room, e.at, e.body FROM event e JOIN member m ON m.room = e.room AND m.user = @user
        WHERE e.seq > @seq AND e.seq > m.since ORDER BY e.seq LIMIT @most
        """, new { user, seq, most = MostEvents + 1 }).Select(static row => new Entry(row.Seq, row.Room, row.At, JsonSerializer.Deserialize<ChatEvent>(row.Body, ChatJson.Options)!))];
}
