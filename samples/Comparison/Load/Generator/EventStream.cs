namespace MultiTransport.Load;

internal delegate void PieceHandler(ReadOnlySpan<byte> piece);

/// <summary>A held <c>text/event-stream</c>; the handler gets an event's lines without the empty one.</summary>
internal sealed class EventStream(Traffic traffic, PieceHandler handler) : HeldResponse(traffic)
{
    protected override int ReadPieces(ReadOnlySpan<byte> body)
    {
        var separator = "\n\n"u8;
        var start = 0;
        while (body[start..].IndexOf(separator) is var end && end >= 0)
        {
            handler(body.Slice(start, end));
            start += end + separator.Length;
        }

        return start;
    }
}
