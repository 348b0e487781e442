using System.Diagnostics;

namespace MultiTransport.Protocol;

/// <summary>A whole message as frames: one frame, or fragments and a last frame of the message's type.</summary>
public static class MessageFrames
{
    /// <summary>The most payload bytes of one frame; longer messages travel in fragments.</summary>
    public const int MaxPiece = 32 * 1024;

    /// <summary>How many bytes a message with <paramref name="payloadLength"/> bytes takes as frames.</summary>
    public static int EncodedLength(int payloadLength)
    {
        var whole = 0;
        while (payloadLength > MaxPiece)
        {
            whole += Varint.Length(MaxPiece + 1) + 1 + MaxPiece;
            payloadLength -= MaxPiece;
        }

        return whole + Varint.Length(payloadLength + 1) + 1 + payloadLength;
    }

    /// <summary>Writes a message whose payload is <paramref name="head"/> followed by <paramref name="body"/>, and returns how many bytes it took.</summary>
    public static int Write(Span<byte> destination, byte type, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        Debug.Assert(head.Length < MaxPiece, "A head is a few bytes.");
        var written = 0;
        while (head.Length + body.Length > MaxPiece)
        {
            var piece = MaxPiece - head.Length;
            written += WritePiece(destination[written..], FrameType.Fragment, head, body[..piece]);
            head = default;
            body = body[piece..];
        }

        return written + WritePiece(destination[written..], type, head, body);
    }

    /// <summary>Copies the payload of a message, written by <see cref="Write"/>, without its frames; returns its length.</summary>
    public static int CopyPayload(ReadOnlySpan<byte> frames, Span<byte> destination)
    {
        var reader = new FrameReader(frames);
        var length = 0;
        while (reader.Read() == FrameReadResult.Frame)
        {
            reader.Payload.CopyTo(destination[length..]);
            length += reader.Payload.Length;
        }

        return length;
    }

    private static int WritePiece(Span<byte> destination, byte type, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        var length = FrameWriter.WriteHeader(destination, type, head.Length + body.Length);
        head.CopyTo(destination[length..]);
        body.CopyTo(destination[(length + head.Length)..]);
        return length + head.Length + body.Length;
    }
}
