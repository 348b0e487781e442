namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>The frames that a generator needs (clients/PROTOCOL.md, section 3).</summary>
internal static class FrameType
{
    public const byte Text = (byte)'t';
    public const byte Binary = (byte)'b';
    public const byte Fragment = (byte)'f';
    public const byte Ack = (byte)'a';
    public const byte Fail = (byte)'x';
    public const byte Gap = (byte)'g';
    public const byte Ping = (byte)'p';
    public const byte Pong = (byte)'q';
    public const byte Attach = (byte)'A';
    public const byte Attached = (byte)'B';
    public const byte Close = (byte)'c';
}
