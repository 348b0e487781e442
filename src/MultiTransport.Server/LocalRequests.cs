using System.Net;

namespace MultiTransport.Server;

/// <summary>Which requests come from whoever sits at this machine.</summary>
internal static class LocalRequests
{
    private static readonly string[] LocalNames = ["localhost", "127.0.0.1", "[::1]"];
    private static readonly string[] SignsOfProxies = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

    // The name too: a page whose own name was pointed at this machine would read the answer otherwise.
    public static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && LocalNames.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase)
        && !SignsOfProxies.Any(context.Request.Headers.ContainsKey);
}
