namespace MultiTransport;

/// <summary>Where a session stands in a topic's presence.</summary>
internal enum MemberState
{
    /// <summary>Not counted yet.</summary>
    New,

    /// <summary>Counted.</summary>
    Present,

    /// <summary>Without a connection for longer than the grace.</summary>
    Away,

    /// <summary>Not subscribed any more.</summary>
    Gone,
}
