using Chat.Messages;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Chat.Rooms;

/// <summary>Reads rooms as a member sees them.</summary>
internal static class RoomRows
{
    private const int MostCounted = 1_000;

    public static RoomView Of(SqliteConnection connection, long room, long user)
    {
        var (kind, name) = connection.QuerySingle<(string, string?)>("SELECT kind, name FROM room WHERE id = @room", new { room });
        var members = connection.Query<(long Id, string Name, long Delivered, long Read)>(
            "SELECT u.id, u.name, m.delivered, m.read FROM member m JOIN user u ON u.id = m.user WHERE m.room = @room ORDER BY u.name COLLATE NOCASE", new { room })
            .Select(static row => new MemberView(row.Id, row.Name, row.Delivered, row.Read)).ToArray();
        var read = members.FirstOrDefault(member => member.Id == user)?.Read ?? 0;
        var unread = connection.QuerySingle<int>(
            "SELECT count(*) FROM (SELECT 1 FROM message WHERE room = @room AND id > @read AND author <> @user AND deleted IS NULL LIMIT @most)", new { room, read, user, most = MostCounted });
        return new RoomView(room, kind, name, members, unread, MessageRows.Before(connection, room, long.MaxValue, 1) is [var last] ? last : null);
    }

    public static IReadOnlyList<RoomView> All(SqliteConnection connection, long user) =>
        [.. connection.Query<long>("SELECT room FROM member WHERE user = @user ORDER BY room", new { user }).ToArray().Select(room => Of(connection, room, user))];
}
