namespace MultiTransport;

/// <summary>The bounds of the whole process, over all endpoints.</summary>
public sealed class ServerLimits
{
    /// <summary>The most sessions. Default 1,000,000; range 1 and up.</summary>
    public int MaxSessions { get; set; } = 1_000_000;

    /// <summary>The most sessions without a user. Default 100,000; range 0 and up.</summary>
    public int MaxAnonymousSessions { get; set; } = 100_000;

    /// <summary>The most sessions of one user. Default 1,000; range 1 and up.</summary>
    public int MaxSessionsPerUser { get; set; } = 1_000;

    /// <summary>The most sessions from one address, as the host sees it; of IPv6 its /64 counts. Default 10,000; range 1 and up.</summary>
    public int MaxSessionsPerAddress { get; set; } = 10_000;

    /// <summary>The most WebSockets that have not sent their attach yet. Default 1,000; range 1 and up.</summary>
    public int MaxPendingAttaches { get; set; } = 1_000;

    /// <summary>The most of those from one address. Default 500; range 1 and up.</summary>
    public int MaxPendingAttachesPerAddress { get; set; } = 500;

    /// <summary>The most bytes that logs and inboxes hold together; with what is being received; beyond it detached sessions are shed, the oldest first, and new ones refused. Default: a quarter of what the garbage collector may use; range 1 MiB and up.</summary>
    public long ByteBudget { get; set; } = Math.Max(1 << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    /// <summary>This node's number, the prefix of its session ids. Default 0; range 0 to 16,777,215.</summary>
    public int Node { get; set; }
}
