using System.Buffers.Text;

namespace MultiTransport.Load;

/// <summary>The head of a response as Kestrel writes it.</summary>
internal readonly ref struct HttpHead
{
    private HttpHead(ReadOnlySpan<byte> bytes, int status)
    {
        Bytes = bytes;
        Status = status;
    }

    public ReadOnlySpan<byte> Bytes { get; }

    public int Status { get; }

    public bool IsChunked => Header("\r\nTransfer-Encoding: chunked"u8, out _);

    public static bool TryRead(ReadOnlySpan<byte> data, out HttpHead head)
    {
        head = default;
        var end = data.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        if (!data.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(data[9..], out int status, out _))
        {
            throw new LoadException("not an HTTP response: " + System.Text.Encoding.UTF8.GetString(data[..Math.Min(data.Length, 200)]));
        }

        head = new HttpHead(data[..(end + 4)], status);
        return true;
    }

    /// <param name="start">CR LF, the name as Kestrel spells it, a colon and a space.</param>
    /// <param name="value">What follows in that line.</param>
    public bool Header(ReadOnlySpan<byte> start, out ReadOnlySpan<byte> value)
    {
        value = default;
        var at = Bytes.IndexOf(start);
        if (at < 0)
        {
            return false;
        }

        value = Bytes[(at + start.Length)..];
        value = value[..value.IndexOf((byte)'\r')];
        return true;
    }

    public int ContentLength() =>
        Status is 204 or 304 ? 0
        : Header("\r\nContent-Length: "u8, out var value) && Utf8Parser.TryParse(value, out int length, out _) ? length
        : throw new LoadException("a response that is neither chunked nor has a length");
}
