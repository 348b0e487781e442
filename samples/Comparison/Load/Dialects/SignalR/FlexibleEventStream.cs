namespace MultiTransport.Load.Dialects.SignalR;

/// <summary>SignalR's event stream: a line a time, whatever ends it; a record never has a line feed in it.</summary>
internal sealed class FlexibleEventStream(Traffic traffic, PieceHandler handler) : HeldResponse(traffic)
{
    protected override int ReadPieces(ReadOnlySpan<byte> body)
    {
        var start = 0;
        while (body[start..].IndexOf((byte)'\n') is var end && end >= 0)
        {
            var line = body.Slice(start, end).TrimEnd((byte)'\r');
            start += end + 1;
            if (line.Length > 0)
            {
                handler(line);
            }
        }

        return start;
    }
}
