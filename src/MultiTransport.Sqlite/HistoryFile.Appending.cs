namespace MultiTransport.Sqlite;

internal sealed partial class HistoryFile
{
    public TopicAppended Append(string topic, in TopicAppend message, TopicBounds bounds)
    {
        var row = FindOrAdd(topic);
        var hash = message.IdempotencyKey is null ? null : ContentHash.Of(message);
        if (hash is not null && TryFindKey(row, message.IdempotencyKey!, hash) is { } known)
        {
            return known;
        }

        row.Last++;
        if (bounds.Messages > 0)
        {
            var now = Now;
            _statements.AddMessage.Run(
                row.Id, row.Last, now, now + (long)bounds.Age.TotalMilliseconds, (int)message.Message.Kind, message.Message.Payload.ToArray(), message.Key, message.Publisher);
            row.Count++;
            row.Bytes += message.Message.Payload.Length;
        }

        _statements.SetLast.Run(row.Last, row.Id);
        if (hash is not null)
        {
            _statements.SetKey.Run(row.Id, message.IdempotencyKey, row.Last, hash, Now);
        }

        Evict(row, bounds);
        return new TopicAppended(row.Last, TopicAppendOutcome.Added);
    }

    private TopicAppended? TryFindKey(TopicRow row, string key, byte[] hash)
    {
        using var reader = _statements.FindKey.Read(row.Id, key, KeyCutoff);
        if (!reader.Read())
        {
            return null;
        }

        var isSame = reader.GetFieldValue<byte[]>(1).AsSpan().SequenceEqual(hash);
        return new TopicAppended(reader.GetInt64(0), isSame ? TopicAppendOutcome.Repetition : TopicAppendOutcome.KeyReused);
    }

    private void Evict(TopicRow row, TopicBounds bounds)
    {
        var cutoff = Now - (long)bounds.Age.TotalMilliseconds;
        while (row.Count > 0 && Oldest(row) is var (position, time, length) && (row.Count > bounds.Messages || row.Bytes > bounds.Bytes || time < cutoff))
        {
            _statements.DeleteMessage.Run(row.Id, position);
            row.Count--;
            row.Bytes -= length;
        }
    }

    private (long Position, long Time, long Length) Oldest(TopicRow row)
    {
        using var reader = _statements.FindOldest.Read(row.Id);
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }
}
