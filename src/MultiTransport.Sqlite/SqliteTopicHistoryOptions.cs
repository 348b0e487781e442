namespace MultiTransport.Sqlite;

/// <summary>Where histories are kept, and how surely.</summary>
public sealed class SqliteTopicHistoryOptions
{
    /// <summary>The file; it is made where there is none. One process has it to itself.</summary>
    public string Path { get; set; } = "topics.db";

    /// <summary>Whether each commit waits until the disk has it, so that a power cut loses nothing that was published. Default false: a crash of the process loses nothing, one of the machine may lose the newest moments.</summary>
    public bool WaitForDisk { get; set; }

    /// <summary>How long the same idempotency key is known to be the same message. Default 10 minutes; range 1 s to 1 day.</summary>
    public TimeSpan IdempotencyLife { get; set; } = TimeSpan.FromMinutes(10);
}
