namespace MultiTransport.AspNetCore.Wire;

/// <summary>Counts the bytes of response heads: up to the empty line, interim answers (1xx) included.</summary>
internal sealed class ResponseHead : IByteObserver
{
    private static ReadOnlySpan<byte> End => "\r\n\r\n"u8;

    private long _count;
    private int _matched;
    private bool _isStart;
    private bool _isInterim;

    /// <summary>Of all responses so far.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>The next bytes begin a response.</summary>
    public void Restart()
    {
        (_matched, _isStart, _isInterim) = (0, true, false);
    }

    public bool Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_isStart)
            {
                // Kestrel writes a status line in one piece; 101 ends the heads, other 1xx announce another.
                _isInterim = bytes.StartsWith("HTTP/1.1 1"u8) && !bytes.StartsWith("HTTP/1.1 101"u8);
                _isStart = false;
            }

            var length = ToEnd(bytes);
            _count += length;
            bytes = bytes[length..];
            if (_matched < End.Length)
            {
                return true;
            }

            if (!_isInterim)
            {
                return false;
            }

            Restart();
        }

        return true;
    }

    /// <summary>How many bytes belong to the head; it ends there when all of the end has matched.</summary>
    private int ToEnd(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (_matched > 0 && _matched < End.Length && taken < bytes.Length)
        {
            Match(bytes[taken++]);
        }

        if (_matched == End.Length || taken == bytes.Length)
        {
            return taken;
        }

        var end = bytes[taken..].IndexOf(End);
        if (end >= 0)
        {
            _matched = End.Length;
            return taken + end + End.Length;
        }

        foreach (var octet in bytes[Math.Max(taken, bytes.Length - End.Length + 1)..])
        {
            Match(octet);
        }

        return bytes.Length;
    }

    private void Match(byte octet) => _matched = octet == End[_matched] ? _matched + 1 : octet == (byte)'\r' ? 1 : 0;
}
