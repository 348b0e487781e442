namespace MultiTransport;

/// <summary>Which messages of a history: those after <see cref="Since"/>, or else the newest ones before <see cref="Before"/>.</summary>
public readonly record struct TopicHistoryQuery()
{
    /// <summary>Only what came after it; null: the newest ones.</summary>
    public TopicPosition? Since { get; init; }

    /// <summary>Only what came before that number; null: up to the newest.</summary>
    public long? Before { get; init; }

    /// <summary>How many at most. Default 50; range 1 to 1,000.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>How many payload bytes at most, but one message at least. Default 1 MiB.</summary>
    public int Bytes { get; init; } = 1024 * 1024;
}
