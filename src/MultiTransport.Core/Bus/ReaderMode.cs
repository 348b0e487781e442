namespace MultiTransport;

/// <summary>How an attachment reads the log.</summary>
internal enum ReaderMode
{
    /// <summary>An SDK client on a carrier that goes both ways: acks move the window and are written as soon as they are due.</summary>
    Duplex,

    /// <summary>An SDK client whose frames up travel by other requests, which bear their own acks.</summary>
    Downstream,

    /// <summary>A native client that resumes by its place and never acks: written entries stay until the bound.</summary>
    Native,

    /// <summary>A bare WebSocket: what was written is forgotten.</summary>
    AtMostOnce,
}
