namespace MultiTransport.Testing;

/// <summary>A piece of an HTTP/1.1 byte stream: a whole head, or bytes of a body, or bytes of no known kind.</summary>
internal readonly record struct HttpPiece(byte[] Bytes, HttpHead? Head, bool InBody, bool EndsMessage);

/// <summary>Cuts one direction of an HTTP/1.1 connection into heads and bodies. What is no HTTP passes as it is.</summary>
internal sealed class HttpSplitter(Func<HttpHead, HttpBody?> bodyOf)
{
    private const int LongestHead = 64 * 1024;

    private readonly List<byte> head = [];
    private HttpBody? body;
    private bool raw;

    /// <param name="bytes">The next bytes.</param>
    public IEnumerable<HttpPiece> Split(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (raw)
            {
                yield return new HttpPiece(bytes.ToArray(), null, false, false);
                yield break;
            }

            if (body is not null)
            {
                var used = body.Take(bytes.Span);
                var done = body.Done;
                yield return new HttpPiece(bytes[..used].ToArray(), null, true, done);
                bytes = bytes[used..];
                body = done ? null : body;
                continue;
            }

            if (head.Count == 0 && !char.IsAsciiLetterUpper((char)bytes.Span[0]))
            {
                raw = true; // TLS, for example
                continue;
            }

            var before = head.Count;
            head.AddRange(bytes.Span);
            var length = HttpHead.Length(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(head));
            if (length < 0 && head.Count < LongestHead)
            {
                yield break;
            }

            if (length < 0)
            {
                raw = true;
                yield return new HttpPiece(Flush(), null, false, false);
                yield break;
            }

            var headBytes = head.GetRange(0, length).ToArray();
            head.Clear();
            bytes = bytes[(length - before)..];
            var parsed = HttpHead.Parse(headBytes);
            body = bodyOf(parsed);
            raw = body is null;
            var whole = body is { Done: true };
            body = whole ? null : body;
            yield return new HttpPiece(headBytes, parsed, false, whole);
        }
    }

    /// <summary>What is held of an unfinished head.</summary>
    public byte[] Flush()
    {
        byte[] rest = [.. head];
        head.Clear();
        return rest;
    }
}
