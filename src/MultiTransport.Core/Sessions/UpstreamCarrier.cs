using System.Buffers;
using MultiTransport.Protocol;

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

    /// <summary>Whether the last numbered frame was refused by the inbox's bounds.</summary>
    public readonly bool HasPieces => _length > 0;

    public readonly ReadOnlySpan<byte> Pieces => _pieces.AsSpan(0, _length);

    public CloseCode Add(ReadOnlySpan<byte> piece, int limit)
    {
        if (_length + piece.Length > limit)
        {
            return CloseCode.MessageTooLarge;
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
        return CloseCode.None;
    }

    public void ClearPieces()
    {
        _length = 0;
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
