namespace MultiTransport.Client;

/// <summary>From where a subscription gets a topic's messages, and what else of it.</summary>
public sealed class SubscribeOptions
{
    /// <summary>
    /// After this message; what the server does not keep any more is told by <see cref="ClientSubscription.GapReceived"/>. The position without an epoch counts in whatever
    /// epoch there is, so number 0 asks for all that is kept. Default: null: from now on. Range of the number: 0 to 2^53 - 1.
    /// </summary>
    public ClientTopicPosition? Since { get; set; }

    /// <summary>In place of <see cref="Since"/>: so many of the newest messages that are kept. Default: null; range 0 to 1,000.</summary>
    public int? Last { get; set; }

    /// <summary>Whether to be told who comes and goes, by <see cref="ClientSubscription.PresenceChanged"/>. Default false. The topic's rule must keep presence and let this client see it.</summary>
    public bool Presence { get; set; }
}
