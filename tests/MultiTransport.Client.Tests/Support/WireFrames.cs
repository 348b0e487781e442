using System.Text;

namespace MultiTransport.Client.Tests;

/// <summary>Frames as a server writes them.</summary>
public static class WireFrames
{
    public static byte[] Text(string text) => Of(FrameType.Text, Encoding.UTF8.GetBytes(text));

    public static byte[] Ack(long number) => Sized(frame => FrameWriter.WriteAck(frame, number));

    public static byte[] Fail(long number, string code) => Sized(frame => FrameWriter.WriteFail(frame, number, code));

    public static byte[] Gap(long from, long to) => Sized(frame => FrameWriter.WriteGap(frame, from, to));

    public static byte[] Close(CloseCode code, string reason = "") => Sized(frame => FrameWriter.WriteClose(frame, code, reason));

    public static byte[] Of(byte type, byte[] payload)
    {
        var frame = new byte[payload.Length + 16];
        return frame[..FrameWriter.Write(frame, type, payload)];
    }

    public static byte[] Of(AttachedFrame attached) => Sized(attached.Write);

    private static byte[] Sized(SpanWriter write)
    {
        var frame = new byte[FrameWriter.MaxControlFrame];
        return frame[..write(frame)];
    }

    private delegate int SpanWriter(Span<byte> destination);
}
