namespace MultiTransport.Client;

/// <summary>Where a <see cref="ClientSession"/> stands.</summary>
public enum ClientState
{
    /// <summary>No server has answered yet.</summary>
    Connecting,

    /// <summary>The last exchange worked, or a connection is attached.</summary>
    Open,

    /// <summary>Nothing answers; tries go on. Messages are kept and sent when something works again.</summary>
    Reconnecting,

    /// <summary>Over, for good: <see cref="ClientSession.Closed"/> says why.</summary>
    Closed,
}
