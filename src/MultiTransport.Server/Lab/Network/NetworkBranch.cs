namespace MultiTransport.Server.Lab.Network;

/// <summary>
/// The bus at <c>/lab/network/{viewer's token}/bus</c>: the real endpoint, behind that viewer's network. It has a pipeline of its own that is reached in no
/// other way, so nobody else pays for it or can be hit by it, and the transports know nothing of it.
/// </summary>
internal static class NetworkBranch
{
    private const string Bus = "/lab/network/bus";

    public static void Map(WebApplication app)
    {
        var branch = ((IEndpointRouteBuilder)app).CreateApplicationBuilder();
        branch.Use(PassAsync);
        branch.UseRouting();
        branch.UseEndpoints(static routes => routes.MapMultiTransport<NetworkBus>(Bus));
        app.Map("/lab/network/{viewer}/bus/{**operation}", branch.Build()).WithDisplayName("the lab's simulated network");
    }

    private static async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (context.RequestServices.GetRequiredService<LabViewers>().Find($"{context.GetRouteValue("viewer")}") is not { Network: var network })
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "That is not the token of an open lab: open /lab/network/.");
            return;
        }

        if (network.Enter(context) is not { } passage)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, $"This page has {SimulatedNetwork.MaxRequests} requests on their way already.");
            return;
        }

        try
        {
            await passage.DelayAsync();
            if (!passage.IsCut)
            {
                Rewrite(context, network);
                await PassAsync(context, passage, next);
            }
        }
        catch (OperationCanceledException) when (passage.IsCut || passage.Aborted.IsCancellationRequested)
        {
            // Cut, by the network or by the client.
        }
        finally
        {
            network.Leave(passage);
        }
    }

    private static async Task PassAsync(HttpContext context, Passage passage, RequestDelegate next)
    {
        SimulatedUpgrade? upgrade = null;
        switch (SimulatedUpgrade.IsWanted(context) ? passage.Conditions.Upgrade : "")
        {
            case NetworkConditions.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, passage.Network.Time, passage.Aborted);
                break;
            case NetworkConditions.Refuse:
                SimulatedUpgrade.TakeAway(context);
                break;
            case NetworkConditions.Pass:
                upgrade = new SimulatedUpgrade(context, passage);
                break;
        }

        var body = new SimulatedBody(context, passage);
        try
        {
            await next(context);
        }
        finally
        {
            await (upgrade?.EndAsync() ?? Task.CompletedTask);
            await body.EndAsync();
        }
    }

    /// <summary>From here on it is a request to the bus, from the network's own address.</summary>
    private static void Rewrite(HttpContext context, SimulatedNetwork network)
    {
        context.Request.Path = $"{Bus}/{context.GetRouteValue("operation")}".TrimEnd('/');
        context.Connection.RemoteIpAddress = network.Address;
        context.Request.RouteValues.Clear();
        context.SetEndpoint(null);
    }

    private static Task RefuseAsync(HttpContext context, int status, string why) => Results.Problem(why, statusCode: status).ExecuteAsync(context);
}
