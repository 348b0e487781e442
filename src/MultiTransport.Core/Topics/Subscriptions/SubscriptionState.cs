namespace MultiTransport;

/// <summary>How a subscription gets its messages.</summary>
internal enum SubscriptionState
{
    /// <summary>From the history, as the session has room.</summary>
    Behind,

    /// <summary>From the publishers.</summary>
    Live,

    /// <summary>Not any more.</summary>
    Ended,
}
