using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MultiTransport.Load.Servers;

namespace MultiTransport.Benchmarks.Servers;

/// <summary>Ours, as an application would embed it.</summary>
internal static class OursServer
{
    public static Task RunAsync(string url, bool hasParent)
    {
        var builder = ServerHost.CreateBuilder(url);
        builder.Services.AddMultiTransport(static options => options.Rates.OpeningsPerAddress = 0);
        builder.Services.Configure<MultiTransportServerOptions>(options => options.Limits.MaxSessionsPerAddress = int.MaxValue); // the generator is one address
        var app = builder.Build();
        app.MapMultiTransport("/echo", (Session session, Message message) => session.SendAsync(message));
        return ServerHost.RunAsync(app, hasParent);
    }
}
