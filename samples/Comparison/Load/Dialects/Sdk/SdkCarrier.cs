namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>One carrier downstream, from its <c>attached</c> to its <c>close</c>.</summary>
internal sealed class SdkCarrier(int seed)
{
    private readonly byte[] _nonce = new byte[8];
    private ulong _state = 0x9E3779B97F4A7C15UL * ((ulong)seed + 1);
    private byte[] _pieces = [];
    private int _piecesLength;

    public bool IsAttached { get; private set; }

    public ReadOnlySpan<byte> Nonce => _nonce;

    /// <summary>The number of the last numbered frame on this carrier.</summary>
    public long Position { get; private set; }

    /// <summary>A new nonce for the attach that comes next.</summary>
    public ReadOnlySpan<byte> Renew()
    {
        // xorshift: cheap, and never the same twice in a run
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        BitConverter.TryWriteBytes(_nonce, _state);
        IsAttached = false;
        _piecesLength = 0;
        return _nonce;
    }

    public void OnAttached(long position)
    {
        IsAttached = true;
        Position = position;
    }

    public long Count() => ++Position;

    public void SkipTo(long number) => Position = number;

    public void AddPiece(ReadOnlySpan<byte> piece)
    {
        if (_pieces.Length < _piecesLength + piece.Length)
        {
            Array.Resize(ref _pieces, (_piecesLength + piece.Length) * 2);
        }

        piece.CopyTo(_pieces.AsSpan(_piecesLength));
        _piecesLength += piece.Length;
    }

    /// <summary>The whole message that the last piece ends.</summary>
    public ReadOnlySpan<byte> Join(ReadOnlySpan<byte> last)
    {
        if (_piecesLength == 0)
        {
            return last;
        }

        AddPiece(last);
        var whole = _pieces.AsSpan(0, _piecesLength);
        _piecesLength = 0;
        return whole;
    }
}
