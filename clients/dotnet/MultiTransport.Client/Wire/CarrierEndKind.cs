namespace MultiTransport.Client;

/// <summary>How a carrier ended.</summary>
internal enum CarrierEndKind
{
    /// <summary>With the server's <c>close</c>.</summary>
    Closed,

    /// <summary>With problem details in place of frames.</summary>
    Refused,

    /// <summary>It was ours, and ended without a <c>close</c>.</summary>
    Cut,

    /// <summary>Somebody else answered.</summary>
    NotOurs,

    /// <summary>Nobody answered.</summary>
    NoAnswer,

    /// <summary>By this client.</summary>
    Dropped,
}
