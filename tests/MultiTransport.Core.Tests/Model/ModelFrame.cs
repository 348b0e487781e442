using System.Text;
using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>One frame on its way down; the number is what the server counts, to compare with what the client counts.</summary>
internal sealed record ModelFrame(byte Type, long Number, byte[] Payload)
{
    public bool IsNumbered => FrameType.IsNumbered(Type);

    public string Text => Encoding.UTF8.GetString(Payload);

    public static ModelFrame Of(in OutgoingFrame frame) => new(frame.Type, frame.Number, Down.PayloadOf(frame));

    public static ModelFrame Of(AttachedFrame attached)
    {
        Span<byte> bytes = stackalloc byte[FrameWriter.MaxControlFrame];
        var reader = new FrameReader(bytes[..attached.Write(bytes)]);
        reader.Read();
        return new ModelFrame(FrameType.Attached, 0, reader.Payload.ToArray());
    }

    public static ModelFrame Ack(long number) => new(FrameType.Ack, 0, Up.Ack(number)[2..]);

    public static ModelFrame Fail(long number, string code)
    {
        var reader = new FrameReader(Up.Fail(number, code));
        reader.Read();
        return new ModelFrame(FrameType.Fail, 0, reader.Payload.ToArray());
    }
}
