using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace MultiTransport.AspNetCore.Wire;

/// <summary>Walks the frames of one direction of HTTP/2 (RFC 9113, section 4.1) and counts each to its stream, or to the connection.</summary>
internal sealed class FrameWalk(Http2Bytes streams, bool isInbound, long before) : IByteObserver
{
    private const int HeaderLength = 9;
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte ResetStream = 3;
    private const byte Continuation = 9;
    private const byte EndStream = 0x1;

    private HeaderBytes _header;
    private int _headerLength;
    private int _left;
    private StreamSide? _side;
    private bool _isHeaders;
    private long _shared = before;

    /// <summary>The bytes of frames that are no stream's.</summary>
    public long Shared => Volatile.Read(ref _shared);

    private byte Type => _header[3];

    public bool Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_left > 0)
            {
                var taken = Math.Min(_left, bytes.Length);
                Count(taken);
                _left -= taken;
                bytes = bytes[taken..];
                continue;
            }

            var length = Math.Min(HeaderLength - _headerLength, bytes.Length);
            bytes[..length].CopyTo(_header[_headerLength..]);
            _headerLength += length;
            bytes = bytes[length..];
            if (_headerLength == HeaderLength)
            {
                _headerLength = 0;
                OnHeader();
            }
        }

        return true;
    }

    private void OnHeader()
    {
        _left = (_header[0] << 16) | (_header[1] << 8) | _header[2];
        var id = BinaryPrimitives.ReadInt32BigEndian(_header[5..]) & int.MaxValue;
        _isHeaders = Type is Headers or Continuation;
        if (_side?.Stream.Id != id)
        {
            var stream = id == 0 ? null : streams.Find(id, mayOpen: isInbound && Type == Headers);
            _side = isInbound ? stream?.Up : stream?.Down;
        }

        Count(HeaderLength);
        var isLast = Type is Data or Headers && (_header[4] & EndStream) != 0;
        if (_side is not null && (isLast || Type == ResetStream))
        {
            streams.End(_side, isReset: Type == ResetStream);
        }
    }

    private void Count(int bytes)
    {
        if (_side is not null)
        {
            _side.Count(bytes, _isHeaders);
        }
        else
        {
            _shared += bytes;
        }
    }

    [InlineArray(HeaderLength)]
    private struct HeaderBytes
    {
        private byte _first;
    }
}
