using Chat.Journal;
using Chat.Rooms;
using Dapper;

namespace Chat.Messages;

/// <summary>How far each member has got: what a device of his has, and what he has seen. They only move forward.</summary>
internal sealed class Receipts(EventJournal journal)
{
    public Task<ReceiptMoved> MoveAsync(long user, long room, long delivered, long read) => journal.WriteAsync(writing =>
    {
        Membership.Require(writing.Connection, room, user);
        var last = writing.Connection.QuerySingle<long>("SELECT coalesce(max(id), 0) FROM message WHERE room = @room", new { room });
        var before = Of(writing, user, room);
        var after = before with { Read = Math.Max(before.Read, Math.Min(read, last)) };
        after = after with { Delivered = Math.Max(Math.Max(before.Delivered, Math.Min(delivered, last)), after.Read) };
        if (after != before)
        {
            writing.Connection.Execute(
                "UPDATE member SET delivered = @delivered, read = @read WHERE room = @room AND user = @user", new { delivered = after.Delivered, read = after.Read, room, user });
            writing.Tell(room, after);
        }

        return after;
    });

    private static ReceiptMoved Of(Writing writing, long user, long room)
    {
        var (delivered, read) = writing.Connection.QuerySingle<(long, long)>("SELECT delivered, read FROM member WHERE room = @room AND user = @user", new { room, user });
        return new ReceiptMoved(user, delivered, read);
    }
}
