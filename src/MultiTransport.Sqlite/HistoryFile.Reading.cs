using Microsoft.Data.Sqlite;

namespace MultiTransport.Sqlite;

internal sealed partial class HistoryFile
{
    public TopicRange Range(string topic, TopicBounds bounds)
    {
        if (Find(topic) is not { Last: > 0 } row)
        {
            return default;
        }

        using var reader = _statements.FindFirst.Read(row.Id, Floor(row, bounds), Cutoff(bounds));
        reader.Read();
        return new TopicRange(reader.IsDBNull(0) ? row.Last + 1 : reader.GetInt64(0), row.Last);
    }

    public IReadOnlyList<TopicMessage> Read(string topic, long after, int limit, int bytes, TopicBounds bounds)
    {
        if (Find(topic) is not { } row)
        {
            return [];
        }

        var messages = new List<TopicMessage>();
        using var reader = _statements.ReadMessages.Read(row.Id, Math.Max(after, Floor(row, bounds)), Cutoff(bounds), limit);
        while (reader.Read())
        {
            var message = Message(reader);
            bytes -= message.Message.Payload.Length;
            if (bytes < 0 && messages.Count > 0)
            {
                break;
            }

            messages.Add(message);
        }

        return messages;
    }

    private static TopicMessage Message(SqliteDataReader reader) => new(
        reader.GetInt64(0),
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)),
        new Message((MessageKind)reader.GetInt32(2), reader.GetFieldValue<byte[]>(3)),
        reader.IsDBNull(4) ? null : reader.GetString(4),
        reader.IsDBNull(5) ? null : reader.GetString(5));

    /// <summary>Only what is above it may be told: the bounds may have become smaller since the last append.</summary>
    private static long Floor(TopicRow row, TopicBounds bounds) => row.Last - bounds.Messages;

    private long Cutoff(TopicBounds bounds) => Now - (long)bounds.Age.TotalMilliseconds;
}
