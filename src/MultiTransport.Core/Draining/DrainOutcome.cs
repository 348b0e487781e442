namespace MultiTransport;

/// <summary>How a session went when the server shut down.</summary>
internal enum DrainOutcome
{
    /// <summary>It has not gone yet.</summary>
    Waiting,

    /// <summary>Everything was acknowledged, and its client was told.</summary>
    Told,

    /// <summary>Everything was acknowledged, and its client was away: it is told if it comes back in time.</summary>
    Away,

    /// <summary>It went with messages whose outcome is unknown to one side.</summary>
    Cut,

    /// <summary>It ended by itself.</summary>
    Ended,
}
