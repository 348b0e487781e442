namespace MultiTransport.Protocol;

/// <summary>What <see cref="FrameReader.Read"/> found.</summary>
public enum FrameReadResult
{
    /// <summary>A whole frame.</summary>
    Frame,

    /// <summary>No more bytes.</summary>
    End,

    /// <summary>Bytes that are no frame, or a frame that is cut short.</summary>
    Malformed,
}
