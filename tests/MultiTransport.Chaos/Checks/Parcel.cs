using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MultiTransport.Chaos.Checks;

/// <summary>A message of the run: whose it is, its number, and a hash of all that it holds.</summary>
internal readonly record struct Parcel(ParcelKind Kind, int Lane, int Life, long Number, ulong Hash, ReadOnlyMemory<byte> Body)
{
    private const int HashAt = 17;
    private const int BodyAt = HashAt + sizeof(ulong);

    public static byte[] Write(ParcelKind kind, int lane, int life, long number, ReadOnlySpan<byte> body)
    {
        var bytes = new byte[BodyAt + body.Length];
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), lane);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(5), life);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(9), number);
        body.CopyTo(bytes.AsSpan(BodyAt));
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(HashAt), HashOf(bytes));
        return bytes;
    }

    /// <summary>Null where the bytes are no parcel, or another one than was sent.</summary>
    public static Parcel? Read(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.Length < BodyAt || span[0] is 0 or > (byte)ParcelKind.Finished)
        {
            return null;
        }

        var hash = BinaryPrimitives.ReadUInt64BigEndian(span[HashAt..]);
        return hash != HashOf(span)
            ? null
            : new Parcel((ParcelKind)span[0], BinaryPrimitives.ReadInt32BigEndian(span[1..]), BinaryPrimitives.ReadInt32BigEndian(span[5..]),
                BinaryPrimitives.ReadInt64BigEndian(span[9..]), hash, bytes[BodyAt..]);
    }

    /// <summary>The hash that stands in bytes that <see cref="Write"/> made.</summary>
    public static ulong HashIn(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64BigEndian(bytes[HashAt..]);

    private static ulong HashOf(ReadOnlySpan<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes[..HashAt]);
        hash.AppendData(bytes[BodyAt..]);
        Span<byte> all = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(all);
        return BinaryPrimitives.ReadUInt64BigEndian(all);
    }
}
