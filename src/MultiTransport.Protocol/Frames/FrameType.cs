namespace MultiTransport.Protocol;

/// <summary>The type byte of a frame (PROTOCOL.md, section 3).</summary>
public static class FrameType
{
    /// <summary>A text message; numbered.</summary>
    public const byte Text = (byte)'t';

    /// <summary>A binary message; numbered.</summary>
    public const byte Binary = (byte)'b';

    /// <summary>A request with a correlation id; numbered.</summary>
    public const byte Request = (byte)'r';

    /// <summary>The response to a request; numbered.</summary>
    public const byte Response = (byte)'s';

    /// <summary>A message of a topic; numbered.</summary>
    public const byte TopicMessage = (byte)'m';

    /// <summary>A piece of the message that the next numbered frame ends.</summary>
    public const byte Fragment = (byte)'f';

    /// <summary>Everything up to a number has been handled.</summary>
    public const byte Ack = (byte)'a';

    /// <summary>One number was handled without success.</summary>
    public const byte Fail = (byte)'x';

    /// <summary>A range of numbers is lost for ever.</summary>
    public const byte Gap = (byte)'g';

    /// <summary>Asks for a <see cref="Pong"/>.</summary>
    public const byte Ping = (byte)'p';

    /// <summary>Answers a <see cref="Ping"/> with its bytes.</summary>
    public const byte Pong = (byte)'q';

    /// <summary>Opens every upstream carrier.</summary>
    public const byte Attach = (byte)'A';

    /// <summary>Opens every downstream carrier, and follows a promotion.</summary>
    public const byte Attached = (byte)'B';

    /// <summary>Makes a proven candidate the active connection.</summary>
    public const byte Promote = (byte)'P';

    /// <summary>The last frame of a carrier.</summary>
    public const byte Close = (byte)'c';

    /// <summary>What the client's network did to one of its transports; optional, never numbered.</summary>
    public const byte Report = 0x80;

    /// <summary>A client's message for a topic; numbered.</summary>
    public const byte Publish = 0xC1;

    /// <summary>What happened to a subscription; numbered.</summary>
    public const byte TopicEvent = 0xC2;

    /// <summary>Whether frames of this type are counted.</summary>
    public static bool IsNumbered(byte type) => type switch
    {
        Text or Binary or Request or Response or TopicMessage => true,
        _ => type is >= 0xC0 and <= 0xDF,
    };

    /// <summary>Whether it is a message of which only servers are the senders.</summary>
    public static bool IsOfServer(byte type) => type is TopicMessage or TopicEvent;

    /// <summary>Whether a receiver that does not know this type skips it.</summary>
    public static bool IsOptional(byte type) => type is >= 0x80 and <= 0xDF;
}
