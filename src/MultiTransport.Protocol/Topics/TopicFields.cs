namespace MultiTransport.Protocol;

/// <summary>What may stand before the body of a topic message: one bit each (PROTOCOL.md, section 14.3).</summary>
public static class TopicFields
{
    /// <summary>What the message is about.</summary>
    public const byte Key = 0x01;

    /// <summary>The user who published.</summary>
    public const byte Publisher = 0x02;

    /// <summary>The most bytes of a topic's name, a key or a publisher.</summary>
    public const int MaxLength = 255;
}
