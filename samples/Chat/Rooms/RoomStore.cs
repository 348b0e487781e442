using Chat.Accounts;
using Chat.Journal;
using Chat.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Chat.Rooms;

/// <summary>Makes rooms, and lets people in and out.</summary>
internal sealed class RoomStore(EventJournal journal, Database database, IOptions<ChatOptions> options)
{
    private const int MaxName = 64;
    private const int MaxFound = 50;

    /// <exception cref="ChatException"><c>room-name-malformed</c>, <c>room-name-taken</c>.</exception>
    public Task<RoomView> CreateAsync(long user, string name, bool isPrivate)
    {
        name = name.Trim();
        if (name.Length is 0 or > MaxName || name.Any(char.IsControl))
        {
            throw new ChatException("room-name-malformed", $"A room's name has 1 to {MaxName} characters.");
        }

        return journal.WriteAsync(writing =>
        {
            var id = writing.Connection.QuerySingleOrDefault<long?>(
                "INSERT INTO room (kind, name, created) VALUES (@kind, @name, @at) ON CONFLICT DO NOTHING RETURNING id",
                new { kind = isPrivate ? "private" : "open", name, at = writing.At })
                ?? throw new ChatException("room-name-taken", $"There is a room '{name}' already: join it, or choose another name.");
            return Enter(writing, id, user, user);
        });
    }

    /// <exception cref="ChatException"><c>room-unknown</c>: it is not there, or not open.</exception>
    public Task<RoomView> JoinAsync(long user, long room) => journal.WriteAsync(writing =>
    {
        var isOpen = writing.Connection.QuerySingleOrDefault<bool>("SELECT 1 FROM room WHERE id = @room AND kind = 'open'", new { room });
        if (!isOpen)
        {
            Membership.Require(writing.Connection, room, user);
        }

        return Enter(writing, room, user, user);
    });

    /// <summary>Lets another user into a room that one is in.</summary>
    public Task<RoomView> InviteAsync(long user, long room, long other) => journal.WriteAsync(writing =>
    {
        Membership.Require(writing.Connection, room, user);
        RequireUser(writing.Connection, other);
        return writing.Connection.QuerySingle<string>("SELECT kind FROM room WHERE id = @room", new { room }) == "direct"
            ? throw new ChatException("room-direct", "A direct conversation has two members. Make a room for more.")
            : Enter(writing, room, other, user);
    });

    /// <summary>The conversation of two; it is made where there is none.</summary>
    public Task<RoomView> OpenDirectAsync(long user, long other) => journal.WriteAsync(writing =>
    {
        RequireUser(writing.Connection, other);
        if (user == other)
        {
            throw new ChatException("user-unknown", "A conversation needs somebody else.");
        }

        var pair = $"{Math.Min(user, other)}:{Math.Max(user, other)}";
        var room = writing.Connection.QuerySingleOrDefault<long?>("SELECT id FROM room WHERE pair = @pair", new { pair })
            ?? writing.Connection.QuerySingle<long>("INSERT INTO room (kind, pair, created) VALUES ('direct', @pair, @at) RETURNING id", new { pair, at = writing.At });
        Enter(writing, room, other, user);
        return Enter(writing, room, user, user);
    });

    public Task<RoomView> LeaveAsync(long user, long room) => journal.WriteAsync(writing =>
    {
        Membership.Require(writing.Connection, room, user);
        if (writing.Connection.QuerySingle<string>("SELECT kind FROM room WHERE id = @room", new { room }) == "direct")
        {
            throw new ChatException("room-direct", "A direct conversation cannot be left.");
        }

        writing.Connection.Execute("DELETE FROM member WHERE room = @room AND user = @user", new { room, user });
        writing.Tell(room, new MemberLeft(user), user);
        return RoomRows.Of(writing.Connection, room, user);
    });

    public RoomView Read(long user, long room) => database.Read(connection =>
    {
        Membership.Require(connection, room, user);
        return RoomRows.Of(connection, room, user);
    });

    /// <summary>Rooms that anyone may join whose name has <paramref name="part"/> in it.</summary>
    public IReadOnlyList<OpenRoom> FindOpen(string part) => database.Read<IReadOnlyList<OpenRoom>>(connection => [.. connection.Query<(long Id, string Name, long Members)>(
        "SELECT r.id, r.name, (SELECT count(*) FROM member WHERE room = r.id) FROM room r WHERE r.kind = 'open' AND instr(lower(r.name), lower(@part)) > 0 ORDER BY r.name LIMIT @most",
        new { part, most = MaxFound }).Select(static row => new OpenRoom(row.Id, row.Name, row.Members))]);

    /// <summary>Users whose name begins with <paramref name="part"/>.</summary>
    public IReadOnlyList<UserView> FindUsers(string part) => database.Read<IReadOnlyList<UserView>>(connection => [.. connection.Query<(long Id, string Name)>(
        "SELECT id, name FROM user WHERE instr(lower(name), lower(@part)) = 1 OR @part = '' ORDER BY name LIMIT @most", new { part, most = MaxFound })
        .Select(static row => new UserView(row.Id, row.Name))]);

    private RoomView Enter(Writing writing, long room, long user, long seenBy)
    {
        if (Membership.Add(writing.Connection, room, user, options.Value.MaxRooms))
        {
            var name = writing.Connection.QuerySingle<string>("SELECT name FROM user WHERE id = @user", new { user });
            writing.Tell(room, new MemberJoined(new UserView(user, name)));
        }

        return RoomRows.Of(writing.Connection, room, seenBy);
    }

    private static void RequireUser(SqliteConnection connection, long user)
    {
        if (!connection.QuerySingleOrDefault<bool>("SELECT 1 FROM user WHERE id = @user", new { user }))
        {
            throw new ChatException("user-unknown", "There is no such user.");
        }
    }
}
