namespace MultiTransport;

/// <summary>From where a session gets a topic's messages, and what else of it.</summary>
public readonly record struct TopicSubscribe
{
    /// <summary>After this message; what is not kept any more is told by a gap. Null: from now on.</summary>
    public TopicPosition? Since { get; init; }

    /// <summary>In place of <see cref="Since"/>: the newest ones that are kept. Range 0 to 1,000.</summary>
    public int Last { get; init; }

    /// <summary>Whether the session is told who comes and goes. The topic's rule must keep presence.</summary>
    public bool Presence { get; init; }

    /// <summary>Whether what is kept may not be read: it begins now, and what <see cref="Since"/> misses is a gap.</summary>
    internal bool IsFromNow { get; init; }
}
