namespace MultiTransport.Client;

/// <summary>What an <see cref="Inbox"/> tells beside messages.</summary>
internal interface IInboxEvents
{
    /// <summary>These numbers will never come.</summary>
    void Lost(long from, long to);

    /// <summary>The server's application asks.</summary>
    void Asked(long correlation, ClientMessage question);
}
