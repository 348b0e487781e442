namespace MultiTransport.Protocol;

/// <summary>Walks the frames in the bytes of one carrier (PROTOCOL.md, section 3).</summary>
public ref struct FrameReader(ReadOnlySpan<byte> source)
{
    /// <summary>The largest value of the length field: 32 KiB of payload and room for a header.</summary>
    public const int MaxFrameLength = 32 * 1024 + 256;

    private ReadOnlySpan<byte> _rest = source;

    /// <summary>The type of the current frame.</summary>
    public byte Type { get; private set; }

    /// <summary>The payload of the current frame.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>The bytes after the current frame.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Moves to the next frame.</summary>
    public FrameReadResult Read()
    {
        if (_rest.IsEmpty)
        {
            return FrameReadResult.End;
        }

        if (!Varint.TryRead(_rest, out var length, out var prefix)
            || length is < 1 or > MaxFrameLength
            || length > _rest.Length - prefix)
        {
            return FrameReadResult.Malformed;
        }

        Type = _rest[prefix];
        Payload = _rest.Slice(prefix + 1, (int)length - 1);
        _rest = _rest[(prefix + (int)length)..];
        return FrameReadResult.Frame;
    }
}
