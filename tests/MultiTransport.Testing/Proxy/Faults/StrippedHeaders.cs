namespace MultiTransport.Testing;

/// <summary>How much of a handshake a proxy takes away that does not know upgrades.</summary>
public enum StrippedHeaders
{
    /// <summary><c>Upgrade</c> and its token in <c>Connection</c>; <c>Sec-WebSocket-*</c> passes (nginx).</summary>
    UpgradeAndToken,

    /// <summary>Only the token in <c>Connection</c> (e2guardian, ziproxy).</summary>
    ConnectionToken,

    /// <summary>Only <c>Upgrade</c> (HAProxy with <c>del-header Upgrade</c>).</summary>
    UpgradeOnly,

    /// <summary><c>Sec-WebSocket-*</c> too.</summary>
    Everything,
}
