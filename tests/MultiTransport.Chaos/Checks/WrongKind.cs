namespace MultiTransport.Chaos.Checks;

/// <summary>What may never happen.</summary>
internal enum WrongKind
{
    /// <summary>Sent and acknowledged, or said to be sent, and never came.</summary>
    Lost,

    /// <summary>Came twice.</summary>
    Doubled,

    /// <summary>Came after a later one.</summary>
    OutOfOrder,

    /// <summary>Came with other bytes, or to another session.</summary>
    Changed,

    /// <summary>A session ended that nobody ended, or a send failed that nobody made fail.</summary>
    Broken,

    /// <summary>Something did not end in minutes.</summary>
    Stuck,

    /// <summary>The server broke the contract, as a client that judges it says.</summary>
    Contract,
}
