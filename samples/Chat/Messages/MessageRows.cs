using Dapper;
using Microsoft.Data.Sqlite;

namespace Chat.Messages;

/// <summary>Reads messages as members see them.</summary>
internal static class MessageRows
{
    private const string Select = """
        SELECT m.id, m.room, m.author, u.name AS authorName, m.client_id AS clientId, m.at, m.text, m.edited, m.deleted,
               f.id AS fileId, f.name AS fileName, f.type AS fileType, f.size AS fileSize
        FROM message m JOIN user u ON u.id = m.author LEFT JOIN file f ON f.id = m.file
        """;

    public static MessageView? Find(SqliteConnection connection, long id) =>
        connection.QuerySingleOrDefault<Row>($"{Select} WHERE m.id = @id", new { id })?.View;

    public static MessageView? FindSent(SqliteConnection connection, long author, string clientId) =>
        connection.QuerySingleOrDefault<Row>($"{Select} WHERE m.author = @author AND m.client_id = @clientId", new { author, clientId })?.View;

    /// <summary>Those before <paramref name="before"/>, the newest of them, oldest first.</summary>
    public static IReadOnlyList<MessageView> Before(SqliteConnection connection, long room, long before, int limit) =>
        [.. connection.Query<Row>($"{Select} WHERE m.room = @room AND m.id < @before ORDER BY m.id DESC LIMIT @limit", new { room, before, limit }).Reverse().Select(static row => row.View)];

    private sealed class Row
    {
        public long Id { get; init; }
        public long Room { get; init; }
        public long Author { get; init; }
        public string AuthorName { get; init; } = "";
        public string ClientId { get; init; } = "";
        public long At { get; init; }
        public string Text { get; init; } = "";
        public long? Edited { get; init; }
        public long? Deleted { get; init; }
        public string? FileId { get; init; }
        public string? FileName { get; init; }
        public string? FileType { get; init; }
        public long? FileSize { get; init; }

        public MessageView View => new(
            Id, Room, Author, AuthorName, ClientId, At, Text, FileId is null ? null : new FileView(FileId, FileName!, FileType!, FileSize!.Value), Edited, Deleted);
    }
}
