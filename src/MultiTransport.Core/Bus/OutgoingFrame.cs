using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>What an adapter reads from the bus: a message or a control frame.</summary>
/// <remarks>The bytes are valid until the same thread reads again, so an adapter copies them into its output before it awaits.</remarks>
internal readonly struct OutgoingFrame(byte type, long number, ReadOnlyMemory<byte> frames, SharedMessage? shared)
{
    /// <summary>A <see cref="FrameType"/>.</summary>
    public byte Type { get; } = type;

    /// <summary>The message's number; 0 for a control frame.</summary>
    public long Number { get; } = number;

    /// <summary>Whether it carries nothing and is written for its bytes alone: a pong to no ping, or what a format has for it.</summary>
    public bool IsFiller { get; init; }

    /// <summary>The encoded frame, or for a long message its fragments and last frame.</summary>
    public ReadOnlyMemory<byte> Frames { get; } = frames;

    /// <summary>The shared message that this is, if it is one; its other encodings are cached there.</summary>
    public SharedMessage? Shared { get; } = shared;

    /// <summary>What a close frame says; no code for any other frame.</summary>
    public CloseReason Close =>
        Type == FrameType.Close && NumberAndText.TryParse(Payload, out var code, out var text) ? new CloseReason((CloseCode)code, text) : default;

    /// <summary>The payload of a frame that is not fragmented.</summary>
    public ReadOnlySpan<byte> Payload
    {
        get
        {
            var reader = new FrameReader(Frames.Span);
            reader.Read();
            return reader.Payload;
        }
    }
}
