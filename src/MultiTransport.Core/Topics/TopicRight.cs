namespace MultiTransport;

/// <summary>What a client may be allowed to do with a topic.</summary>
public enum TopicRight
{
    /// <summary>Get its messages.</summary>
    Subscribe,

    /// <summary>Add messages.</summary>
    Publish,

    /// <summary>See who is there.</summary>
    SeePresence,

    /// <summary>Read messages of before.</summary>
    ReadHistory,
}
