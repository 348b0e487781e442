using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace MultiTransport.Client.Tests;

/// <summary>A real server behind a proxy that does to connections what networks do.</summary>
public sealed class Rig : IAsyncDisposable
{
    private Rig(TestHost host, FaultProxy proxy)
    {
        Host = host;
        Proxy = proxy;
    }

    public TestHost Host { get; }

    public FaultProxy Proxy { get; }

    public ServerLog Log => Host.Services.GetRequiredService<ServerLog>();

    public Uri Url => Proxy.Through(Host.Address("echo"));

    public static async Task<Rig> StartAsync(Action<MultiTransportOptions>? configure = null, Func<ProxiedConnection, FaultPlan>? planner = null, int? port = null, Action<IServiceCollection>? services = null)
    {
        var host = await TestHost.StartAsync(
            builder =>
            {
                builder.Services.AddMultiTransport();
                builder.Services.AddSingleton<ServerLog>();
                services?.Invoke(builder.Services);
                if (port is { } also)
                {
                    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, also));
                }
            },
            app => app.MapMultiTransport<TestHandler>("/echo", configure));
        return new Rig(host, FaultProxy.Start(host.Port, planner));
    }

    /// <summary>Connects, with nothing remembered from other tests.</summary>
    public ClientSession Connect(params string[] transports) => ClientSession.Connect(Url, Options(transports));

    public static ClientSessionOptions Options(params string[] transports)
    {
        var options = new ClientSessionOptions { Verdicts = null };
        options.Transports = transports.Length > 0 ? transports : options.Transports;
        return options;
    }

    public int Requests(string path) => Proxy.Requests.Count(request => request.Path.EndsWith(path, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await Host.DisposeAsync();
    }
}
