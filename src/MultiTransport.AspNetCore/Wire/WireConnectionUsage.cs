using System.Net;

namespace MultiTransport;

/// <summary>One TCP connection, whoever used it.</summary>
/// <param name="Id">Kestrel's name for it, as in its logs.</param>
/// <param name="Remote">The peer's address.</param>
/// <param name="IsHttp2">Whether it speaks HTTP/2; else HTTP/1.1, or nothing yet.</param>
/// <param name="IsTls">Whether it is encrypted.</param>
/// <param name="IsOpen">Whether it is still served.</param>
/// <param name="Received">Bytes from the client.</param>
/// <param name="Sent">Bytes to the client.</param>
/// <param name="TlsReceived">The part of <paramref name="Received"/> that TLS added.</param>
/// <param name="TlsSent">The part of <paramref name="Sent"/> that TLS added.</param>
public sealed record WireConnectionUsage(
    string Id, EndPoint? Remote, bool IsHttp2, bool IsTls, bool IsOpen, long Received, long Sent, long TlsReceived, long TlsSent);
