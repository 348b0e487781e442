using Chat.Accounts;
using Chat.Files;
using Chat.Messages;
using Chat.Rooms;
using Chat.Storage;
using Chat.Sync;
using Dapper;
using MultiTransport;

namespace Chat.Live;

/// <summary>Who answers what.</summary>
internal sealed class Answers(Syncing syncing, MessageStore messages, Receipts receipts, RoomStore rooms, Uploads uploads, Crowd crowd, Presence presence, Database database)
{
    public async Task<object> AnswerAsync(UserView me, Session session, Request request) => request switch
    {
        Hello hello => syncing.Welcome(me, hello.Since),
        Send send => await messages.SendAsync(me.Id, send.Room, send.ClientId, send.Text, send.File),
        Edit edit => await messages.EditAsync(me.Id, edit.Id, edit.Text),
        Delete delete => await messages.DeleteAsync(me.Id, delete.Id),
        History history => messages.Before(me.Id, history.Room, history.Before, history.Limit),
        Receipt receipt => await receipts.MoveAsync(me.Id, receipt.Room, receipt.Delivered, receipt.Read),
        Typing typing => Tell(me, session, typing),
        CreateRoom create => await rooms.CreateAsync(me.Id, create.Name, create.IsPrivate),
        FindRooms find => rooms.FindOpen(find.Part),
        ReadRoom read => rooms.Read(me.Id, read.Room),
        ReadOnline read => new { online = presence.OnlineOf(Others(me, read.Room)) },
        Join join => await rooms.JoinAsync(me.Id, join.Room),
        Invite invite => await rooms.InviteAsync(me.Id, invite.Room, invite.User),
        Leave leave => await rooms.LeaveAsync(me.Id, leave.Room),
        OpenDirect direct => await rooms.OpenDirectAsync(me.Id, direct.User),
        FindUsers find => rooms.FindUsers(find.Part),
        BeginUpload upload => await uploads.BeginAsync(me.Id, upload.Name, upload.Type, upload.Size),
        ReadUpload upload => uploads.Read(me.Id, upload.File),
        EndUpload upload => await uploads.EndAsync(me.Id, upload.File),
        _ => throw new ChatException("request-unknown", $"{request.GetType().Name} has no answer."),
    };

    /// <summary>Told to who is there now, and kept nowhere.</summary>
    private object Tell(UserView me, Session session, Typing typing)
    {
        crowd.Tell(Others(me, typing.Room), new { typing = new { room = typing.Room, user = me.Id } }, except: session);
        return new { };
    }

    private long[] Others(UserView me, long room) => database.Read(connection =>
    {
        Membership.Require(connection, room, me.Id);
        return connection.Query<long>("SELECT user FROM member WHERE room = @room AND user <> @Id", new { room, me.Id }).ToArray();
    });
}
