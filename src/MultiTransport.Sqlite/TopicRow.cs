namespace MultiTransport.Sqlite;

/// <summary>What is known of a topic without asking the file.</summary>
internal sealed class TopicRow(long id)
{
    public long Id { get; } = id;

    /// <summary>The newest number that was given out.</summary>
    public long Last { get; set; }

    /// <summary>How many messages are kept.</summary>
    public long Count { get; set; }

    /// <summary>How many payload bytes are kept.</summary>
    public long Bytes { get; set; }
}
