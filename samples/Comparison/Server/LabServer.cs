using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MultiTransport.Comparison.Server;

/// <summary>The server under test: MultiTransport as an application embeds it, with the harness's control on a port of its own.</summary>
internal static class LabServer
{
    /// <summary>Printed once, so that a parent process knows where.</summary>
    public const string ControlPrefix = "control ";

    public static async Task RunAsync(LabServerOptions options)
    {
        var app = Build(options);
        await app.StartAsync();
        Console.WriteLine(ControlPrefix + AddressesOf(app)[2]);
        if (options.HasParent)
        {
            await Console.In.ReadLineAsync();
            Environment.Exit(0); // nothing of a measured server is worth a graceful end
        }

        await app.WaitForShutdownAsync();
    }

    private static WebApplication Build(LabServerOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
            kestrel.Listen(options.Address, options.Port, plain => Count(plain, options));
            kestrel.Listen(options.Address, 0, secure =>
            {
                Count(secure, options);
                secure.Protocols = HttpProtocols.Http1AndHttp2;
                secure.UseHttps(Certificate.Create());
            });
            kestrel.Listen(options.Address, options.ControlPort);
        });
        builder.Services.AddSingleton<SessionBook>();
        builder.Services.AddSingleton<UpstreamArrivals>();
        builder.Services.AddSingleton<BusPublisher>();
        builder.Services.AddMembers();
        builder.Services.AddMultiTransport(static options => options.Rates.OpeningsPerAddress = 0);
        builder.Services.Configure<MultiTransportServerOptions>(server =>
        {
            server.Limits.MaxSessionsPerAddress = int.MaxValue; // the generator is one address
            server.Limits.MaxAnonymousSessions = int.MaxValue;
        });
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseWebSockets();
        app.MapLab(options.Heartbeat);
        app.MapMembers();
        app.MapCompression();
        app.MapControl(() =>
        {
            var addresses = AddressesOf(app);
            return new HelloAnswer(HelloAnswer.ExpectedName, Results.Report.CurrentFormat, typeof(Session).Assembly.GetName().Version!.ToString(3), addresses[0].Port, addresses[1].Port);
        });
        return app;
    }

    private static void Count(ListenOptions listen, LabServerOptions options)
    {
        if (options.CountsWire)
        {
            listen.UseWireAccounting();
        }
    }

    /// <summary>In the order in which they were configured: measured, measured with TLS, control.</summary>
    private static IPEndPoint[] AddressesOf(WebApplication app) =>
    [
        .. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => IPEndPoint.Parse(new Uri(address).Authority)),
    ];
}
