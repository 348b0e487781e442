namespace MultiTransport.Protocol;

/// <summary>What <see cref="AttachFrame.TryParse"/> found.</summary>
public enum AttachParseResult
{
    /// <summary>A well-formed attach.</summary>
    Attach,

    /// <summary>Fields are missing or out of range.</summary>
    Malformed,

    /// <summary>An attach of another protocol version.</summary>
    VersionUnsupported,
}
