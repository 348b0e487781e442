using System.Net;

namespace MultiTransport.Server;

/// <summary>What was learnt of clients' networks, as JSON, for whoever sits at this machine.</summary>
internal static class NetworksPage
{
    private static readonly string[] LocalNames = ["localhost", "127.0.0.1", "[::1]"];
    private static readonly string[] SignsOfProxies = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

    public static void MapNetworks(this WebApplication app) => app.MapGet("/networks", static (HttpContext context, IMultiTransportNetworks networks) =>
    {
        context.Response.Headers.CacheControl = "no-store";
        return IsLocal(context)
            ? Results.Json(new NetworksAnswer(networks.Count, networks.Snapshot()), NetworksJson.Default.NetworksAnswer)
            : Results.Problem("The networks are told only to requests from this machine, made to a local name and by no proxy.", statusCode: StatusCodes.Status403Forbidden);
    });

    // The name too: a page whose own name was pointed at this machine would read the answer otherwise.
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && LocalNames.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase)
        && !SignsOfProxies.Any(context.Request.Headers.ContainsKey);
}
