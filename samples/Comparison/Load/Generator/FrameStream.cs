namespace MultiTransport.Load;

/// <summary>A held response of frames with a length before each; the handler gets each with its length.</summary>
internal sealed class FrameStream(Traffic traffic, PieceHandler handler) : HeldResponse(traffic)
{
    private const int MaxLengthBytes = 8;

    protected override int ReadPieces(ReadOnlySpan<byte> body)
    {
        var start = 0;
        while (FrameLength(body[start..]) is var length && length > 0)
        {
            handler(body.Slice(start, length));
            start += length;
        }

        return start;
    }

    /// <summary>Length and frame together, or 0 where the frame is not whole yet.</summary>
    private static int FrameLength(ReadOnlySpan<byte> data)
    {
        var value = 0L;
        for (var index = 0; index < data.Length && index < MaxLengthBytes; index++)
        {
            value |= (long)(data[index] & 0x7f) << (7 * index);
            if (data[index] < 0x80)
            {
                var whole = index + 1 + (int)value;
                return data.Length < whole ? 0 : whole;
            }
        }

        return 0;
    }
}
