using System.Buffers;
using System.Text;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>A numbered message on its way up, encoded once; its number is its place in the <see cref="Outbox"/>.</summary>
internal sealed class OutgoingMessage
{
    /// <summary>What stands in the place of a message that something on the way refuses: the server skips it and keeps count.</summary>
    private const byte Placeholder = 0xC0;

    private static readonly byte[] Empty = EncodeEmpty();

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly IOutcome? _outcome;
    private bool _settled;

    private OutgoingMessage(byte type, byte[] frames, int length, string? key, IOutcome? outcome)
    {
        Type = type;
        Frames = frames;
        Length = length;
        Key = key;
        _outcome = outcome;
    }

    /// <summary>A numbered frame without payload, which every server counts and nobody handles.</summary>
    public static ReadOnlySpan<byte> EmptyFrame => Empty;

    public byte Type { get; private set; }

    /// <summary>Its frames, fragments included.</summary>
    public byte[] Frames { get; private set; }

    /// <summary>Its payload in bytes: what windows and bounds count.</summary>
    public int Length { get; private set; }

    public string? Key { get; }

    /// <summary>All payload bytes of the session up to its end.</summary>
    public long End { get; set; }

    /// <summary>When it was first written to a carrier of this session; 0 before.</summary>
    public long WrittenAt { get; set; }

    /// <summary>What the server said of it before the ack came.</summary>
    public string? FailCode { get; set; }

    /// <summary>Whether it ends with its session: an answer to a request is nobody else's.</summary>
    public bool IsOfThisSessionOnly => Type is FrameType.Response or Placeholder;

    /// <summary>Makes a message of a text.</summary>
    /// <exception cref="EncoderFallbackException">It has an unpaired surrogate.</exception>
    public static OutgoingMessage Of(byte type, ReadOnlySpan<byte> head, string text, string? key, IOutcome? outcome)
    {
        var length = head.Length + Strict.GetByteCount(text);
        var frames = new byte[MessageFrames.EncodedLength(length)];
        if (length <= MessageFrames.MaxPiece)
        {
            var at = FrameWriter.WriteHeader(frames, type, length);
            head.CopyTo(frames.AsSpan(at));
            Strict.GetBytes(text, frames.AsSpan(at + head.Length));
        }
        else
        {
            var utf8 = ArrayPool<byte>.Shared.Rent(length);
            MessageFrames.Write(frames, type, head, utf8.AsSpan(0, Strict.GetBytes(text, utf8)));
            ArrayPool<byte>.Shared.Return(utf8);
        }

        return new OutgoingMessage(type, frames, length, key, outcome);
    }

    public static OutgoingMessage Of(byte type, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, string? key, IOutcome? outcome)
    {
        var length = head.Length + body.Length;
        var frames = new byte[MessageFrames.EncodedLength(length)];
        MessageFrames.Write(frames, type, head, body);
        return new OutgoingMessage(type, frames, length, key, outcome);
    }

    /// <summary>Its payload without frames.</summary>
    public byte[] CopyPayload()
    {
        var payload = new byte[Length];
        MessageFrames.CopyPayload(Frames, payload);
        return payload;
    }

    /// <summary>Gives its place to an empty frame and fails it.</summary>
    public void Block()
    {
        Type = Placeholder;
        Length = 0;
        Frames = Empty;
        Settle(Fault.Refused());
    }

    private static byte[] EncodeEmpty()
    {
        var frame = new byte[MessageFrames.EncodedLength(0)];
        MessageFrames.Write(frame, Placeholder, default, default);
        return frame;
    }

    /// <summary>It was handled, or why not; the first word counts.</summary>
    public void Settle(SessionException? error)
    {
        if (!_settled)
        {
            _settled = true;
            _outcome?.Settle(error);
        }
    }
}
