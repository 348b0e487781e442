namespace MultiTransport;

/// <summary>What became of a message that was offered to the log.</summary>
internal enum AppendResult
{
    /// <summary>It has a number.</summary>
    Appended,

    /// <summary>No room; the policy is to wait.</summary>
    Full,

    /// <summary>No room; the policy is to disconnect.</summary>
    Overrun,

    /// <summary>The session is over.</summary>
    Closed,
}
