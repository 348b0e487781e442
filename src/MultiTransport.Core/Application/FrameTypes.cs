using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>Message kinds as frame types and back.</summary>
internal static class FrameTypes
{
    public static byte Of(MessageKind kind) => kind == MessageKind.Text ? FrameType.Text : FrameType.Binary;

    public static MessageKind KindOf(byte type) => type == FrameType.Text ? MessageKind.Text : MessageKind.Binary;
}
