using System.Buffers.Binary;
using System.Text;

namespace MultiTransport.Protocol;

/// <summary>Writes the fields of one frame's payload in order.</summary>
internal ref struct PayloadWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;
    private int _length;

    public readonly ReadOnlySpan<byte> Written => _destination[.._length];

    public void WriteByte(byte value) => _destination[_length++] = value;

    public void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_destination[_length..], value);
        _length += sizeof(ulong);
    }

    public void WriteVarint(long value) => _length += Varint.Write(_destination[_length..], value);

    public void WriteAscii(string value) => _length += Encoding.ASCII.GetBytes(value, _destination[_length..]);

    /// <summary>A length and the bytes.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteVarint(value.Length);
        value.CopyTo(_destination[_length..]);
        _length += value.Length;
    }
}
