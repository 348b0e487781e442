using System.Buffers.Binary;
using System.Security.Cryptography;
using Chat.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Chat.Files;

/// <summary>Files on their way in, piece by piece over the session: any transport carries them, each ack is progress, and what is there already is not sent again.</summary>
internal sealed class Uploads(Database database, IOptions<ChatOptions> options, TimeProvider time)
{
    /// <summary>The id's 16 bytes and the offset's 8 stand before the bytes of the file.</summary>
    public const int HeadLength = 24;

    private const int IdBytes = 16;
    private const int MaxPiece = 60 * 1024;
    private const int MaxName = 200;
    private static readonly TimeSpan Unsent = TimeSpan.FromDays(1);

    /// <exception cref="ChatException"><c>file-malformed</c>, <c>file-too-large</c> or <c>files-too-many</c>.</exception>
    public Task<UploadState> BeginAsync(long user, string name, string type, long size)
    {
        if (name.Length is 0 or > MaxName || name.Any(static letter => char.IsControl(letter) || letter is '/' or '\\') || type.Length > 100)
        {
            throw new ChatException("file-malformed", $"A file's name has 1 to {MaxName} characters without slashes, its type at most 100.");
        }

        if (size < 1 || size > options.Value.MaxFileBytes)
        {
            throw new ChatException("file-too-large", $"A file has 1 to {options.Value.MaxFileBytes} bytes; this one has {size}.");
        }

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        return database.WriteAsync(connection =>
        {
            var used = connection.QuerySingle<long>("SELECT coalesce(sum(size), 0) FROM file WHERE owner = @user", new { user });
            if (used + size > options.Value.MaxUserBytes)
            {
                throw new ChatException("files-too-many", $"Your files may have {options.Value.MaxUserBytes} bytes together; {used} are used. Delete messages with files first.");
            }

            connection.Execute(
                "INSERT INTO file (id, owner, name, type, size, created) VALUES (@id, @user, @name, 'application/octet-stream', @size, @at)",
                new { id, user, name, size, at = time.GetUtcNow().ToUnixTimeMilliseconds() });
            return new UploadState(id, 0, size, IsComplete: false);
        });
    }

    /// <summary>Adds a piece; one that is there already is passed over.</summary>
    /// <exception cref="ChatException"><c>piece-malformed</c>, <c>file-unknown</c>.</exception>
    public Task AddAsync(long user, ReadOnlyMemory<byte> piece)
    {
        if (piece.Length is <= HeadLength or > HeadLength + MaxPiece)
        {
            throw new ChatException("piece-malformed", $"A piece has {HeadLength} bytes of head and 1 to {MaxPiece} of the file.");
        }

        var file = Convert.ToHexStringLower(piece.Span[..IdBytes]);
        var offset = BinaryPrimitives.ReadInt64BigEndian(piece.Span[IdBytes..]);
        var data = piece[HeadLength..].ToArray();
        return database.WriteAsync(connection =>
        {
            var state = Find(connection, user, file);
            if (offset < 0 || offset > state.Received || offset + data.Length > state.Size)
            {
                throw new ChatException("piece-malformed", $"The piece is for {offset}; {state.Received} of {state.Size} bytes are there.");
            }

            if (offset == state.Received)
            {
                connection.Execute("INSERT INTO piece (file, offset, data) VALUES (@file, @offset, @data)", new { file, offset, data });
                connection.Execute("UPDATE file SET received = received + @length WHERE id = @file", new { file, length = data.Length });
            }

            return true;
        });
    }

    /// <exception cref="ChatException"><c>file-unknown</c>.</exception>
    public UploadState Read(long user, string file) => database.Read(connection => Find(connection, user, file));

    /// <summary>Closes a file; its type is what its bytes say, not what the device said.</summary>
    /// <exception cref="ChatException"><c>file-unknown</c>, <c>file-incomplete</c>.</exception>
    public Task<UploadState> EndAsync(long user, string file) => database.WriteAsync(connection =>
    {
        var state = Find(connection, user, file);
        if (state.Received != state.Size)
        {
            throw new ChatException("file-incomplete", $"{state.Received} of {state.Size} bytes are there.");
        }

        var head = connection.QuerySingle<byte[]>("SELECT data FROM piece WHERE file = @file AND offset = 0", new { file });
        connection.Execute("UPDATE file SET complete = 1, type = @type WHERE id = @file", new { file, type = ImageType.Of(head) ?? "application/octet-stream" });
        return state with { IsComplete = true };
    });

    /// <summary>Deletes what was begun more than a day ago and never sent; returns how many files.</summary>
    public Task<int> SweepAsync()
    {
        var before = (time.GetUtcNow() - Unsent).ToUnixTimeMilliseconds();
        return database.WriteAsync(connection =>
        {
            var old = connection.Query<string>("SELECT id FROM file WHERE created < @before AND NOT EXISTS (SELECT 1 FROM message WHERE file = file.id)", new { before }).ToArray();
            foreach (var id in old)
            {
                connection.Execute("DELETE FROM piece WHERE file = @id; DELETE FROM file WHERE id = @id", new { id });
            }

            return old.Length;
        });
    }

    private static UploadState Find(SqliteConnection connection, long user, string file)
    {
        var row = connection.QuerySingleOrDefault<(string Id, long Received, long Size, bool Complete)?>(
            "SELECT id, received, size, complete FROM file WHERE id = @file AND owner = @user", new { file, user });
        return row is { } found ? new UploadState(found.Id, found.Received, found.Size, found.Complete) : throw new ChatException("file-unknown", "You have no such file.");
    }
}
