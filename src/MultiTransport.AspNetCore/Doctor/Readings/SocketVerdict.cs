namespace MultiTransport.AspNetCore.Doctor;

/// <summary>What became of a WebSocket.</summary>
internal enum SocketVerdict
{
    /// <summary>It was not tried, or nobody can say.</summary>
    Unknown,

    /// <summary>Both sides heard each other.</summary>
    Works,

    /// <summary>It opened; what the client sends does not arrive.</summary>
    UpSwallowed,

    /// <summary>It opened; what the server sends does not arrive.</summary>
    DownSwallowed,

    /// <summary>It opened, and nothing passes.</summary>
    Swallowed,

    /// <summary>It opened and was ended from between.</summary>
    Cut,

    /// <summary>The handshake arrived without <c>Upgrade</c>.</summary>
    UpgradeGone,

    /// <summary>The handshake arrived with <c>Upgrade</c>, but <c>Connection</c> does not name it.</summary>
    ConnectionRewritten,

    /// <summary>The server accepted, the client never heard of it.</summary>
    AnswerLost,

    /// <summary>No answer at all: the handshake hangs.</summary>
    Hangs,

    /// <summary>Somebody on the way refused; the server never saw it.</summary>
    RefusedOnTheWay,

    /// <summary>This server refused: the origin gate, a limit.</summary>
    RefusedHere,
}
