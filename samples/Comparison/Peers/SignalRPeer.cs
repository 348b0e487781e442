using System.Text;
using Microsoft.AspNetCore.SignalR;
using MultiTransport.Load.Servers;

namespace MultiTransport.Comparison.Peers;

/// <summary>SignalR, as its documentation sets it up.</summary>
internal static class SignalRPeer
{
    public static Task RunAsync()
    {
        var builder = ServerHost.CreateBuilder("http://127.0.0.1:0");
        builder.Services.AddSignalR();
        var app = builder.Build();
        app.MapHub<EchoHub>("/hub");
        var hub = app.Services.GetRequiredService<IHubContext<EchoHub>>();
        app.MapPost("/publish", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            await hub.Clients.All.SendAsync("m", Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
        return ServerHost.RunAsync(app, hasParent: true);
    }
}
