using System.Net.Sockets;

namespace MultiTransport.Server.Doctor;

/// <summary>Says in a few words why a request failed.</summary>
internal static class Faults
{
    public static string Of(Exception fault) => fault switch
    {
        OperationCanceledException => "no answer in time",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the name of the host cannot be resolved",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => $"no TLS: {Root(fault)} (--insecure takes any certificate)",
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => $"the proxy opens no tunnel: {fault.Message}",
        _ when fault.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "the connection is refused: nobody listens there",
        _ => Root(fault),
    };

    private static string Root(Exception fault) => fault.GetBaseException().Message is { Length: > 200 } text ? text[..200] : fault.GetBaseException().Message;
}
