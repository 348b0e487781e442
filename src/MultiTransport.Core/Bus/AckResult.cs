namespace MultiTransport;

/// <summary>What an ack did.</summary>
internal enum AckResult
{
    /// <summary>The acknowledged cursor moved.</summary>
    Moved,

    /// <summary>Nothing new.</summary>
    Old,

    /// <summary>The number was never written.</summary>
    NeverSent,
}
