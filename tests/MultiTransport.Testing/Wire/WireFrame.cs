using System.Text;

namespace MultiTransport.Testing;

/// <summary>One frame: a type byte and a payload. The factories write what section 3 says; <see cref="Of"/> writes anything.</summary>
public sealed class WireFrame
{
    /// <summary>Largest payload of a frame that a sender of messages writes.</summary>
    public const int PieceLength = 32_768;

    /// <summary>Largest value of the length field.</summary>
    public const int MaxLength = 33_024;

    private WireFrame(byte type, byte[] payload)
    {
        Type = type;
        Payload = payload;
    }

    public byte Type { get; }

    public byte[] Payload { get; }

    public bool IsNumbered => WireFrameType.IsNumbered(Type);

    /// <summary>The payload as UTF-8; throws where it is not well-formed.</summary>
    public string PayloadText => WireText.Decode(Payload);

    public static WireFrame Of(byte type, params byte[] payload) => new(type, payload);

    public static WireFrame Text(string text) => new(WireFrameType.Text, Encoding.UTF8.GetBytes(text));

    public static WireFrame Binary(params byte[] bytes) => new(WireFrameType.Binary, bytes);

    public static WireFrame Request(long correlation, byte kind, byte[] body) => new(WireFrameType.Request, Correlated(correlation, kind, body));

    public static WireFrame Response(long correlation, byte kind, byte[] body) => new(WireFrameType.Response, Correlated(correlation, kind, body));

    public static WireFrame Ack(long number) => new(WireFrameType.Ack, WireVarint.Bytes(number));

    public static WireFrame Fail(long number, string code) =>
        new(WireFrameType.Fail, [.. WireVarint.Bytes(number), .. Encoding.UTF8.GetBytes(code)]);

    public static WireFrame Gap(long from, long to) => new(WireFrameType.Gap, [.. WireVarint.Bytes(from), .. WireVarint.Bytes(to)]);

    public static WireFrame Ping(params byte[] payload) => new(WireFrameType.Ping, payload);

    public static WireFrame Pong(params byte[] payload) => new(WireFrameType.Pong, payload);

    public static WireFrame Close(int code, string reason = "") =>
        new(WireFrameType.Close, [.. WireVarint.Bytes(code), .. Encoding.UTF8.GetBytes(reason)]);

    /// <summary>
    /// A message as the frames it travels in: itself, or fragments and a last frame of its own type.
    /// </summary>
    public static IEnumerable<WireFrame> Pieces(byte type, byte[] payload, int pieceLength = PieceLength)
    {
        var from = 0;
        for (; payload.Length - from > pieceLength; from += pieceLength)
        {
            yield return new WireFrame(WireFrameType.Fragment, payload[from..(from + pieceLength)]);
        }

        yield return new WireFrame(type, payload[from..]);
    }

    /// <summary>Length, type, payload.</summary>
    public byte[] ToBytes() => [.. WireVarint.Bytes(Payload.Length + 1), Type, .. Payload];

    public static byte[] Join(params IEnumerable<WireFrame> frames)
    {
        using var bytes = new MemoryStream();
        foreach (var frame in frames)
        {
            bytes.Write(frame.ToBytes());
        }

        return bytes.ToArray();
    }

    public override string ToString() => WireFrameType.IsKnown(Type)
        ? $"{(char)Type}[{Payload.Length}]"
        : $"0x{Type:X2}[{Payload.Length}]";

    private static byte[] Correlated(long correlation, byte kind, byte[] body) => [.. WireVarint.Bytes(correlation), kind, .. body];
}
