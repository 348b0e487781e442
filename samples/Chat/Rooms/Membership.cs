using Dapper;
using Microsoft.Data.Sqlite;

namespace Chat.Rooms;

/// <summary>Who is in what.</summary>
internal static class Membership
{
    /// <exception cref="ChatException"><c>room-unknown</c>: other people's rooms are told from none.</exception>
    public static void Require(SqliteConnection connection, long room, long user)
    {
        if (!Is(connection, room, user))
        {
            throw new ChatException("room-unknown", "You are in no such room.");
        }
    }

    public static bool Is(SqliteConnection connection, long room, long user) =>
        connection.QuerySingleOrDefault<bool>("SELECT 1 FROM member WHERE room = @room AND user = @user", new { room, user });

    /// <summary>Whether it is new.</summary>
    public static bool Add(SqliteConnection connection, long room, long user, int most)
    {
        if (Is(connection, room, user))
        {
            return false;
        }

        if (connection.QuerySingle<int>("SELECT count(*) FROM member WHERE user = @user", new { user }) >= most)
        {
            throw new ChatException("too-many-rooms", $"One may be in at most {most} rooms. Leave one first.");
        }

        // What is there already counts as read.
        connection.Execute("""
            INSERT INTO member (room, user, since, delivered, read)
            SELECT @room, @user, (SELECT coalesce(max(seq), 0) FROM event), coalesce(max(id), 0), coalesce(max(id), 0) FROM message WHERE room = @room
            """, new { room, user });
        return true;
    }
}
