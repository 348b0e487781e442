namespace MultiTransport;

/// <summary>Where a session stands with its connections.</summary>
public enum SessionPhase
{
    /// <summary>No connection carries messages, and none is being proven.</summary>
    Detached,

    /// <summary>One connection carries messages.</summary>
    Attached,

    /// <summary>A candidate is being proven, beside the active connection if there is one.</summary>
    Switching,

    /// <summary>Over.</summary>
    Closed,
}
