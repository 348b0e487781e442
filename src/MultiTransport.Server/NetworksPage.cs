namespace MultiTransport.Server;

/// <summary>What was learnt of clients' networks, as JSON, for whoever sits at this machine.</summary>
internal static class NetworksPage
{
    public static void MapNetworks(this WebApplication app) => app.MapGet("/networks", static (HttpContext context, IMultiTransportNetworks networks) =>
    {
        context.Response.Headers.CacheControl = "no-store";
        return LocalRequests.IsLocal(context)
            ? Results.Json(new NetworksAnswer(networks.Count, networks.Snapshot()), NetworksJson.Default.NetworksAnswer)
            : Results.Problem("The networks are told only to requests from this machine, made to a local name and by no proxy.", statusCode: StatusCodes.Status403Forbidden);
    });
}
