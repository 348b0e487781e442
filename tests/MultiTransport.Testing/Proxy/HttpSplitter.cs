namespace MultiTransport.Testing;

/// <summary>A piece of an HTTP/1.1 byte stream: a whole head, or bytes of a body, or bytes of no known kind.</summary>
internal readonly record struct HttpPiece(byte[] Bytes, HttpHead? Head, bool InBody, bool EndsMessage);

/// <summary>Cuts one direction of an HTTP/1.1 connection into heads and bodies. What is no HTTP passes as it is.</summary>
internal sealed class HttpSplitter(Func<HttpHead, HttpBody?> bodyOf)
{
    private const int LongestHead = 64 * 1024;

    private readonly List<byte> _head = [];
    private HttpBody? _body;
    private bool _raw;

    /// <param name="bytes">The next bytes.</param>
    public IEnumerable<HttpPiece> Split(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_raw)
            {
                yield return new HttpPiece(bytes.ToArray(), null, false, false);
                yield break;
            }

            if (_body is not null)
            {
                var used = _body.Take(bytes.Span);
                var done = _body.Done;
                yield return new HttpPiece(bytes[..used].ToArray(), null, true, done);
                bytes = bytes[used..];
                _body = done ? null : _body;
                continue;
            }

            if (_head.Count == 0 && !char.IsAsciiLetterUpper((char)bytes.Span[0]))
            {
                _raw = true; // TLS, for example
                continue;
            }

            var before = _head.Count;
            _head.AddRange(bytes.Span);
            var length = HttpHead.Length(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_head));
            if (length < 0 && _head.Count < LongestHead)
            {
                yield break;
            }

            if (length < 0)
            {
                _raw = true;
                yield return new HttpPiece(Flush(), null, false, false);
                yield break;
            }

            var headBytes = _head.GetRange(0, length).ToArray();
            _head.Clear();
            bytes = bytes[(length - before)..];
            var parsed = HttpHead.Parse(headBytes);
            _body = bodyOf(parsed);
            _raw = _body is null;
            var whole = _body is { Done: true };
            _body = whole ? null : _body;
            yield return new HttpPiece(headBytes, parsed, false, whole);
        }
    }

    /// <summary>What is held of an unfinished head.</summary>
    public byte[] Flush()
    {
        byte[] rest = [.. _head];
        _head.Clear();
        return rest;
    }
}
