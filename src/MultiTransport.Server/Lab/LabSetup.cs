namespace MultiTransport.Server.Lab;

/// <summary>The lab at <c>/lab</c>: transports compared live in the viewer's own browser.</summary>
internal static class LabSetup
{
    public static void AddLab(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LabViewers>();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false; // 17 bytes with each answer to a poll, which the comparison's server does not send either
            kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.UseWireAccounting());
        });
    }

    public static void MapLab(this WebApplication app)
    {
        app.MapLabWireBus();
        app.MapMultiTransport<LabControl>("/lab/control");
        app.MapMultiTransport<LabBus>("/lab/bus");
        var socket = ((IEndpointRouteBuilder)app).CreateApplicationBuilder().UseWebSockets();
        socket.Run(LabSocket.HandleAsync);
        app.MapGet("/lab/socket", socket.Build());
    }
}
