using System.Buffers;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>The payload of a message that was read from the bus, in one piece; rented only where it was fragmented.</summary>
internal readonly ref struct MessagePayload
{
    private readonly byte[]? _rented;

    public MessagePayload(in OutgoingFrame frame)
    {
        var frames = frame.Frames.Span;
        var reader = new FrameReader(frames);
        reader.Read();
        if (reader.Rest.IsEmpty)
        {
            Span = reader.Payload;
            return;
        }

        _rented = ArrayPool<byte>.Shared.Rent(frames.Length);
        Span = _rented.AsSpan(0, MessageFrames.CopyPayload(frames, _rented));
    }

    public ReadOnlySpan<byte> Span { get; }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
