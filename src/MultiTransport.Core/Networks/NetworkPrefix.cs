using System.Buffers.Binary;
using System.Net;

namespace MultiTransport;

/// <summary>Where a client's address lies: a /24 of IPv4 or a /48 of IPv6, which is about one site. The rest of the address is never kept.</summary>
internal readonly record struct NetworkPrefix
{
    private const byte UnknownKind = 0;
    private const byte LoopbackKind = 1;

    private readonly byte _kind;
    private readonly ulong _bits;

    private NetworkPrefix(byte kind, ulong bits) => (_kind, _bits) = (kind, bits);

    public static NetworkPrefix Of(IPAddress? address)
    {
        if (address is null)
        {
            return new NetworkPrefix(UnknownKind, 0);
        }

        if (IPAddress.IsLoopback(address))
        {
            return new NetworkPrefix(LoopbackKind, 0);
        }

        Span<byte> bytes = stackalloc byte[16];
        if (!(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).TryWriteBytes(bytes, out var length))
        {
            return new NetworkPrefix(UnknownKind, 0);
        }

        return length == 4
            ? new NetworkPrefix(4, BinaryPrimitives.ReadUInt32BigEndian(bytes) & 0xFFFF_FF00)
            : new NetworkPrefix(6, BinaryPrimitives.ReadUInt64BigEndian(bytes) & 0xFFFF_FFFF_FFFF_0000);
    }

    /// <summary>As operators write it: <c>203.0.113.0/24</c>, <c>2001:db8:7::/48</c>, <c>loopback</c>, <c>unknown</c>.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        switch (_kind)
        {
            case 4:
                BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)_bits);
                return $"{new IPAddress(bytes[..4])}/24";
            case 6:
                bytes.Clear();
                BinaryPrimitives.WriteUInt64BigEndian(bytes, _bits);
                return $"{new IPAddress(bytes)}/48";
            default:
                return _kind == LoopbackKind ? "loopback" : "unknown";
        }
    }
}
