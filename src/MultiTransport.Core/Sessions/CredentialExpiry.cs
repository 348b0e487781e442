namespace MultiTransport;

/// <summary>What happens to a session when the credentials that opened it expire.</summary>
public enum CredentialExpiry
{
    /// <summary>Nothing: who was let in stays.</summary>
    Ignore,

    /// <summary>Its connections end <c>reauthenticate</c>; it can be attached again once the client has renewed.</summary>
    Detach,

    /// <summary>It is closed <c>credentials-expired</c>.</summary>
    Close,
}
