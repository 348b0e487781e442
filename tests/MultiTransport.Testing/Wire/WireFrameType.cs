namespace MultiTransport.Testing;

/// <summary>The type bytes of section 3.</summary>
public static class WireFrameType
{
    public const byte Text = (byte)'t';
    public const byte Binary = (byte)'b';
    public const byte Request = (byte)'r';
    public const byte Response = (byte)'s';
    public const byte Fragment = (byte)'f';
    public const byte Ack = (byte)'a';
    public const byte Fail = (byte)'x';
    public const byte Gap = (byte)'g';
    public const byte Ping = (byte)'p';
    public const byte Pong = (byte)'q';
    public const byte Attach = (byte)'A';
    public const byte Attached = (byte)'B';
    public const byte Promote = (byte)'P';
    public const byte Close = (byte)'c';
    public const byte TopicMessage = (byte)'m';
    public const byte Publish = 0xC1;
    public const byte TopicEvent = 0xC2;

    public static bool IsNumbered(byte type) => type is Text or Binary or Request or Response or TopicMessage or (>= 0xC0 and <= 0xDF);

    /// <summary>Unknown types that a receiver skips.</summary>
    public static bool IsOptional(byte type) => type is >= 0x80 and <= 0xDF;

    public static bool IsKnown(byte type) => type is Publish or TopicEvent || "tbrsfaxgpqABPcm".Contains((char)type);
}
