namespace MultiTransport.Load;

/// <summary>A held response of lines; the handler gets each without its line feed.</summary>
internal sealed class LineStream(Traffic traffic, PieceHandler handler) : HeldResponse(traffic)
{
    protected override int ReadPieces(ReadOnlySpan<byte> body)
    {
        var start = 0;
        while (body[start..].IndexOf((byte)'\n') is var end && end >= 0)
        {
            handler(body.Slice(start, end));
            start += end + 1;
        }

        return start;
    }
}
