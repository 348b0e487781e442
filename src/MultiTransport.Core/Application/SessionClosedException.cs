namespace MultiTransport;

/// <summary>The session ended before what was asked of it was done; whether the client has a message that was under way is not known.</summary>
public sealed class SessionClosedException(CloseReason reason)
    : InvalidOperationException($"The session is closed ({reason}). What was not acknowledged has an unknown outcome.")
{
    /// <summary>Why it ended.</summary>
    public CloseReason Reason { get; } = reason;
}
