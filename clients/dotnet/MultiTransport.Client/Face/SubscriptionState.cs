namespace MultiTransport.Client;

/// <summary>Where a <see cref="ClientSubscription"/> stands.</summary>
public enum SubscriptionState
{
    /// <summary>The server has yet to say that it is subscribed: it was just asked, or the session was lost and another one begins.</summary>
    Subscribing,

    /// <summary>Messages come.</summary>
    Subscribed,

    /// <summary>Over, for good: <see cref="ClientSubscription.Closed"/> says why. Subscribing again makes another one.</summary>
    Closed,
}
