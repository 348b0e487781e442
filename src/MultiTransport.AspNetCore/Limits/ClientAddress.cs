using System.Net;
using System.Net.Sockets;

namespace MultiTransport.AspNetCore;

/// <summary>What a client is counted as when bounds are kept by address: an IPv4 address, or the /64 of an IPv6 one, which is the least that anybody is given.</summary>
internal static class ClientAddress
{
    private const int PrefixBytes = 8;

    /// <summary>The address as the host sees it; null where there is none, as on a Unix socket.</summary>
    public static string? Of(IPAddress? address)
    {
        if (address is null)
        {
            return null;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString(); // as it is called where the server listens on IPv4 only
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
        {
            return address.ToString();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[PrefixBytes..].Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
