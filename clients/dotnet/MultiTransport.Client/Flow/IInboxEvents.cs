namespace MultiTransport.Client;

/// <summary>What an <see cref="Inbox"/> tells beside messages.</summary>
internal interface IInboxEvents
{
    /// <summary>These numbers will never come.</summary>
    void Lost(long from, long to);

    /// <summary>The server's application asks.</summary>
    void Asked(long correlation, ClientMessage question);

    /// <summary>A message of a topic. Null where it will be handled later, <see cref="Inbox.Handled"/> where nobody wants it, else why it cannot be handled.</summary>
    string? TopicMessage(ReadOnlySpan<byte> payload, Receipt receipt);

    /// <summary>The server tells something of a subscription.</summary>
    void TopicEvent(ReadOnlySpan<byte> payload);
}
