namespace MultiTransport.Testing;

/// <summary>Reads the fields of one payload, front to back.</summary>
internal ref struct WireFields(string frame, ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> rest = payload;

    public readonly bool AtEnd => rest.IsEmpty;

    public long Varint()
    {
        if (!WireVarint.TryRead(rest, out var value, out var length))
        {
            throw new WireFormatException($"{frame}: ends inside a varint");
        }

        rest = rest[length..];
        return value;
    }

    public byte Octet() => Bytes(1)[0];

    public byte[] Bytes(int count)
    {
        if (rest.Length < count)
        {
            throw new WireFormatException($"{frame}: ends {count - rest.Length} bytes early");
        }

        var bytes = rest[..count].ToArray();
        rest = rest[count..];
        return bytes;
    }

    public byte[] Rest()
    {
        var bytes = rest.ToArray();
        rest = default;
        return bytes;
    }

    public readonly void End()
    {
        if (!rest.IsEmpty)
        {
            throw new WireFormatException($"{frame}: {rest.Length} bytes too many");
        }
    }
}
