namespace MultiTransport.Client;

/// <summary>What waits to be read: a message, or only where the reader stands after what was lost.</summary>
internal readonly record struct HandoverItem(ClientTopicMessage? Message, ClientTopicPosition Place, Receipt Receipt);
