using System.Globalization;

namespace MultiTransport.Testing;

/// <summary>Where the body of an HTTP/1.1 message ends, and its content without framing.</summary>
internal sealed class HttpBody
{
    private readonly ChunkedDecoder? _chunked;
    private long? _left;

    private HttpBody(ChunkedDecoder? chunked, long? left)
    {
        _chunked = chunked;
        _left = left;
    }

    public bool Done => _chunked?.Done ?? _left == 0;

    /// <summary>True where only the end of the connection ends the body.</summary>
    public bool UntilClose => _chunked is null && _left is null;

    public static HttpBody OfRequest(HttpHead head) => Of(head) ?? new HttpBody(null, 0);

    public static HttpBody OfResponse(HttpHead head, string requestMethod) =>
        requestMethod == "HEAD" || head.StatusCode is (>= 100 and < 200) or 204 or 304
            ? new HttpBody(null, 0)
            : Of(head) ?? new HttpBody(null, null);

    public bool Chunked => _chunked is not null;

    /// <summary>Returns how many of the raw bytes belong to this body.</summary>
    public int Take(ReadOnlySpan<byte> raw, List<byte>? content = null)
    {
        if (_chunked is not null)
        {
            return _chunked.Decode(raw, content);
        }

        var count = (int)Math.Min(_left ?? raw.Length, raw.Length);
        content?.AddRange(raw[..count]);
        _left -= count;
        return count;
    }

    /// <summary>The same, but no further than the end of a chunk, or than what is there where nothing is chunked.</summary>
    public int TakeUnit(ReadOnlySpan<byte> raw, List<byte> content, out bool endsUnit)
    {
        if (_chunked is not null)
        {
            return _chunked.DecodeChunk(raw, content, out endsUnit);
        }

        endsUnit = true;
        return Take(raw, content);
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
