using System.Globalization;

namespace MultiTransport.Testing;

/// <summary>Where the body of an HTTP/1.1 message ends, and its content without framing.</summary>
internal sealed class HttpBody
{
    private readonly ChunkedDecoder? chunked;
    private long? left;

    private HttpBody(ChunkedDecoder? chunked, long? left)
    {
        this.chunked = chunked;
        this.left = left;
    }

    public bool Done => chunked?.Done ?? left == 0;

    /// <summary>True where only the end of the connection ends the body.</summary>
    public bool UntilClose => chunked is null && left is null;

    public static HttpBody OfRequest(HttpHead head) => Of(head) ?? new HttpBody(null, 0);

    public static HttpBody OfResponse(HttpHead head, string requestMethod) =>
        requestMethod == "HEAD" || head.StatusCode is (>= 100 and < 200) or 204 or 304
            ? new HttpBody(null, 0)
            : Of(head) ?? new HttpBody(null, null);

    /// <summary>Returns how many of the raw bytes belong to this body.</summary>
    public int Take(ReadOnlySpan<byte> raw, List<byte>? content = null)
    {
        if (chunked is not null)
        {
            return chunked.Decode(raw, content);
        }

        var count = (int)Math.Min(left ?? raw.Length, raw.Length);
        content?.AddRange(raw[..count]);
        left -= count;
        return count;
    }

    private static HttpBody? Of(HttpHead head)
    {
        if (head.HasToken("Transfer-Encoding", "chunked"))
        {
            return new HttpBody(new ChunkedDecoder(), null);
        }

        return long.TryParse(head["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? new HttpBody(null, length)
            : null;
    }
}
