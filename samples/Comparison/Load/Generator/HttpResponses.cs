namespace MultiTransport.Load;

internal delegate void ResponseHandler(HttpHead head, ReadOnlySpan<byte> body);

/// <summary>Reads whole responses.</summary>
internal sealed class HttpResponses(Traffic traffic, ResponseHandler handler) : IReceiver
{
    public int Receive(Span<byte> data)
    {
        if (!HttpHead.TryRead(data, out var head))
        {
            return 0;
        }

        var headLength = head.Bytes.Length;
        Span<byte> body;
        int bodyLength;
        if (head.IsChunked)
        {
            if (!Chunks.TryReadAll(data[headLength..], out body, out bodyLength))
            {
                return 0;
            }
        }
        else
        {
            bodyLength = head.ContentLength();
            if (data.Length < headLength + bodyLength)
            {
                return 0;
            }

            body = data.Slice(headLength, bodyLength);
        }

        traffic.ResponseHead(headLength);
        handler(head, body);
        return headLength + bodyLength;
    }
}
