namespace MultiTransport;

/// <summary>What makes two clients of one network: the address prefix, and how the proxies on the way write headers.</summary>
internal readonly record struct NetworkKey(NetworkPrefix Prefix, ProxySigns Signs);
