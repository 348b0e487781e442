namespace MultiTransport.AspNetCore.Doctor;

/// <summary>How well a client fares here.</summary>
internal enum Health
{
    /// <summary>The best transport works.</summary>
    Healthy,

    /// <summary>It works, on less than the best, or with something in the way.</summary>
    Impaired,

    /// <summary>Nothing gets through to this server.</summary>
    Unreachable,

    /// <summary>What was measured does not tell.</summary>
    Unknown,
}
