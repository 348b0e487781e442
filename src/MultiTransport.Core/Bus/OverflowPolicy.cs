namespace MultiTransport;

/// <summary>What happens when an attached client cannot be written to and its outgoing log is full. A detached session drops the oldest, but under <see cref="Wait"/>, where senders wait until its client is back.</summary>
public enum OverflowPolicy
{
    /// <summary>The session is closed <c>slow-consumer</c>; its client renegotiates.</summary>
    Disconnect,

    /// <summary>The sender waits until there is room.</summary>
    Wait,

    /// <summary>The oldest unwritten messages go, and the client is told by a gap.</summary>
    DropOldest,
}
