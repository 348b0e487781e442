namespace MultiTransport.AspNetCore.Wire;

/// <summary>Looks whether a connection begins with the client's preface of HTTP/2 (RFC 9113, section 3.4); anything else is HTTP/1.1, or TLS.</summary>
internal sealed class Http2Preface(WireConnection connection) : IByteObserver
{
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    private int _matched;

    public bool Feed(ReadOnlySpan<byte> bytes)
    {
        var rest = Preface[_matched..];
        var length = Math.Min(rest.Length, bytes.Length);
        if (!bytes[..length].SequenceEqual(rest[..length]))
        {
            return false;
        }

        _matched += length;
        if (_matched == Preface.Length)
        {
            // Takes this one's place; what follows in the same bytes is its to read.
            var protocol = new Http2Bytes(connection, Preface.Length);
            connection.StartHttp2(protocol.Inbound, protocol);
            protocol.Inbound.Feed(bytes[length..]);
        }

        return true;
    }
}
