using Chat.Journal;
using Chat.Rooms;
using Chat.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace Chat.Messages;

/// <summary>Sends, changes, takes back and reads messages.</summary>
internal sealed class MessageStore(EventJournal journal, Database database, IOptions<ChatOptions> options)
{
    private const int MaxPage = 100;

    /// <summary>Sends a message once, however often a device says it under the same id.</summary>
    public Task<MessageView> SendAsync(long user, long room, string clientId, string text, string? file)
    {
        if (clientId.Length is < 8 or > 64 || clientId.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ChatException("client-id-malformed", "clientId has 8 to 64 printable ASCII characters without spaces.");
        }

        Check(text, mayBeEmpty: file is not null);
        return journal.WriteAsync(writing =>
        {
            Membership.Require(writing.Connection, room, user);
            if (MessageRows.FindSent(writing.Connection, user, clientId) is { } sent)
            {
                return sent.Room == room ? sent : throw new ChatException("client-id-used", "This clientId names a message in another room.");
            }

            if (file is not null)
            {
                RequireFile(writing, user, file);
            }

            var id = writing.Connection.QuerySingle<long>(
                "INSERT INTO message (room, author, client_id, at, text, file) VALUES (@room, @user, @clientId, @at, @text, @file) RETURNING id",
                new { room, user, clientId, at = writing.At, text, file });
            writing.Connection.Execute("UPDATE member SET delivered = @id, read = @id WHERE room = @room AND user = @user", new { id, room, user });
            var message = MessageRows.Find(writing.Connection, id)!;
            writing.Tell(room, new MessageSent(message));
            return message;
        });
    }

    public Task<MessageView> EditAsync(long user, long id, string text)
    {
        Check(text, mayBeEmpty: false);
        return journal.WriteAsync(writing =>
        {
            var message = RequireOwn(writing, user, id);
            if (message.Text != text)
            {
                writing.Connection.Execute("UPDATE message SET text = @text, edited = @at WHERE id = @id", new { text, at = writing.At, id });
                writing.Tell(message.Room, new MessageEdited(id, text, writing.At));
            }

            return MessageRows.Find(writing.Connection, id)!;
        });
    }

    /// <summary>What it said is gone, also from the journal; that it was there is not.</summary>
    public Task<MessageView> DeleteAsync(long user, long id) => journal.WriteAsync(writing =>
    {
        var message = RequireOwn(writing, user, id);
        writing.Connection.Execute("UPDATE message SET text = '', file = NULL, deleted = @at WHERE id = @id", new { at = writing.At, id });
        if (message.File is { } file)
        {
            writing.Connection.Execute("DELETE FROM piece WHERE file = @file; DELETE FROM file WHERE id = @file", new { file = file.Id });
        }

        writing.Connection.Execute("""
            DELETE FROM event WHERE room = @room
            AND ((json_extract(body, '$.kind') = 'message' AND json_extract(body, '$.message.id') = @id) OR (json_extract(body, '$.kind') = 'edited' AND json_extract(body, '$.id') = @id))
            """, new { room = message.Room, id });
        var deleted = MessageRows.Find(writing.Connection, id)!;
        writing.Tell(message.Room, new MessageDeleted(deleted));
        return deleted;
    });

    /// <summary>A page of the past, oldest first.</summary>
    public IReadOnlyList<MessageView> Before(long user, long room, long before, int limit) => database.Read(connection =>
    {
        Membership.Require(connection, room, user);
        return limit is < 1 or > MaxPage
            ? throw new ChatException("limit-malformed", $"limit is 1 to {MaxPage}, not {limit}.")
            : MessageRows.Before(connection, room, before, limit);
    });

    private static MessageView RequireOwn(Writing writing, long user, long id)
    {
        var message = MessageRows.Find(writing.Connection, id);
        if (message is null || message.Author != user || message.Deleted is not null)
        {
            throw new ChatException("message-unknown", "You have no such message.");
        }

        Membership.Require(writing.Connection, message.Room, user);
        return message;
    }

    private static void RequireFile(Writing writing, long user, string file)
    {
        var isOwn = writing.Connection.QuerySingleOrDefault<bool>(
            "SELECT 1 FROM file WHERE id = @file AND owner = @user AND complete = 1 AND NOT EXISTS (SELECT 1 FROM message WHERE file = @file)", new { file, user });
        if (!isOwn)
        {
            throw new ChatException("file-unknown", "You have no such file that is complete and not sent yet.");
        }
    }

    private void Check(string text, bool mayBeEmpty)
    {
        if (text.Length > options.Value.MaxTextLength)
        {
            throw new ChatException("text-too-long", $"A text has at most {options.Value.MaxTextLength} characters; this one has {text.Length}.");
        }

        if (!mayBeEmpty && string.IsNullOrWhiteSpace(text))
        {
            throw new ChatException("text-empty", "There is nothing in the message.");
        }
    }
}
