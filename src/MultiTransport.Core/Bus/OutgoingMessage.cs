using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>What a producer offers to the bus: a message with its correlation, if it has one, or a shared message.</summary>
internal readonly struct OutgoingMessage
{
    public OutgoingMessage(Message message)
    {
        Type = FrameTypes.Of(message.Kind);
        Payload = message.Payload;
    }

    public OutgoingMessage(SharedMessage shared)
    {
        Type = shared.Type;
        Shared = shared;
    }

    private OutgoingMessage(byte type, long correlation, byte kind, ReadOnlyMemory<byte> payload)
    {
        Type = type;
        Correlation = correlation;
        Kind = kind;
        Payload = payload;
    }

    public byte Type { get; }

    public ReadOnlyMemory<byte> Payload { get; }

    public SharedMessage? Shared { get; }

    private long Correlation { get; }

    private byte Kind { get; }

    public int EncodedLength => Shared?.Frames.Length ?? MessageFrames.EncodedLength(HeadLength + Payload.Length);

    private int HeadLength => Kind == 0 ? 0 : Varint.Length(Correlation) + 1;

    public static OutgoingMessage Request(long correlation, Message message) =>
        new(FrameType.Request, correlation, FrameTypes.Of(message.Kind), message.Payload);

    public static OutgoingMessage Response(long correlation, Message message) =>
        new(FrameType.Response, correlation, FrameTypes.Of(message.Kind), message.Payload);

    public static OutgoingMessage ErrorResponse(long correlation, string code) =>
        new(FrameType.Response, correlation, (byte)'e', System.Text.Encoding.ASCII.GetBytes(code));

    /// <summary>What the server answers to an operation on topics.</summary>
    public static OutgoingMessage Answer(long correlation, byte[] json) => new(FrameType.Response, correlation, FrameType.Text, json);

    /// <summary>Writes what stands before the payload and returns its length.</summary>
    public int WriteHead(Span<byte> head)
    {
        if (Kind == 0)
        {
            return 0;
        }

        var length = Varint.Write(head, Correlation);
        head[length] = Kind;
        return length + 1;
    }
}
