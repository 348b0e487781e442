namespace MultiTransport.AspNetCore.WebSockets;

/// <summary>What was received.</summary>
internal enum SocketReceipt
{
    /// <summary>A whole text message.</summary>
    Text,

    /// <summary>A whole binary message.</summary>
    Binary,

    /// <summary>The peer's close frame.</summary>
    Close,

    /// <summary>More than the limit.</summary>
    TooLarge,
}
