namespace MultiTransport.AspNetCore.Doctor;

/// <summary>How sure a finding is, the surest first.</summary>
internal enum Confidence
{
    /// <summary>The header or the server's own record proves it.</summary>
    Certain,

    /// <summary>All that was measured fits, and hardly anything else does.</summary>
    Likely,

    /// <summary>It fits; other causes fit too.</summary>
    Possible,

    /// <summary>Nothing is known that fits.</summary>
    Unknown,
}
