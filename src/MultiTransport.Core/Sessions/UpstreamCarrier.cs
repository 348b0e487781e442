using System.Buffers;

namespace MultiTransport;

/// <summary>Where one carrier stands upstream: the number before its next message, and the pieces of a message that has not ended yet.</summary>
internal struct UpstreamCarrier(long position, Connection? connection, bool mayCarryMessages) : IDisposable
{
    private byte[]? _pieces;
    private int _length;

    /// <summary>The number before the next numbered frame.</summary>
    public long Position { get; set; } = position;

    /// <summary>The attachment that reads on the same carrier, where there is one.</summary>
    public Connection? Connection { get; } = connection;

    /// <summary>False for a candidate until it is promoted.</summary>
    public bool MayCarryMessages { get; set; } = mayCarryMessages;

    /// <summary>Whether a message has begun.</summary>
    public readonly bool HasPieces => _length > 0 || IsOver;

    /// <summary>Whether the message that has begun is over the limit; its pieces are thrown away.</summary>
    public bool IsOver { get; private set; }

    public readonly ReadOnlySpan<byte> Pieces => _pieces.AsSpan(0, _length);

    public void Add(ReadOnlySpan<byte> piece, int limit)
    {
        IsOver |= _length + piece.Length > limit;
        if (IsOver)
        {
            _length = 0;
            Return();
            return;
        }

        if (_pieces is null || _pieces.Length < _length + piece.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + piece.Length, 2 * _length));
            Pieces.CopyTo(larger);
            Return();
            _pieces = larger;
        }

        piece.CopyTo(_pieces.AsSpan(_length));
        _length += piece.Length;
    }

    public void ClearPieces()
    {
        _length = 0;
        IsOver = false;
        Return();
    }

    public void Dispose() => ClearPieces();

    private void Return()
    {
        if (_pieces is not null)
        {
            ArrayPool<byte>.Shared.Return(_pieces);
            _pieces = null;
        }
    }
}
