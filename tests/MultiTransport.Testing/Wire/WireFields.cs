namespace MultiTransport.Testing;

/// <summary>Reads the fields of one payload, front to back.</summary>
internal ref struct WireFields(string frame, ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _rest = payload;

    public readonly bool AtEnd => _rest.IsEmpty;

    public long Varint()
    {
        if (!WireVarint.TryRead(_rest, out var value, out var length))
        {
            throw new WireFormatException($"{frame}: ends inside a varint");
        }

        _rest = _rest[length..];
        return value;
    }

    public byte Octet() => Bytes(1)[0];

    public byte[] Bytes(int count)
    {
        if (_rest.Length < count)
        {
            throw new WireFormatException($"{frame}: ends {count - _rest.Length} bytes early");
        }

        var bytes = _rest[..count].ToArray();
        _rest = _rest[count..];
        return bytes;
    }

    public byte[] Rest()
    {
        var bytes = _rest.ToArray();
        _rest = default;
        return bytes;
    }

    public readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw new WireFormatException($"{frame}: {_rest.Length} bytes too many");
        }
    }
}
