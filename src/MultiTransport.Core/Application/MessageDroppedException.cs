namespace MultiTransport;

/// <summary>A message was dropped from the outgoing log before the client had it; the client is told by a gap.</summary>
public sealed class MessageDroppedException(long number)
    : InvalidOperationException($"Message {number} was dropped: the outgoing log was full. Raise LogMessages or LogBytes, or use the overflow policy Wait.")
{
    /// <summary>The message's number.</summary>
    public long Number { get; } = number;
}
