namespace MultiTransport;

/// <summary>What can happen to a session's connections.</summary>
internal enum SessionEventKind
{
    /// <summary>A connection becomes active at once.</summary>
    Take,

    /// <summary>A connection becomes the candidate.</summary>
    Probe,

    /// <summary>The candidate is proven.</summary>
    Promote,

    /// <summary>A connection ended.</summary>
    Leave,

    /// <summary>The session is over.</summary>
    Close,
}
