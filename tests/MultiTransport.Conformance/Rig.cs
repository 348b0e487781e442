using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MultiTransport.Testing;
using SessionId = MultiTransport.Protocol.SessionId;

namespace MultiTransport.Conformance;

/// <summary>A real server with one endpoint, a fault proxy in front of it, and what the tests need of its inside.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly TestHost _host;

    private Rig(TestHost host, FaultProxy proxy)
    {
        _host = host;
        Proxy = proxy;
    }

    public FaultProxy Proxy { get; }

    public TestHost Host => _host;

    /// <summary>The endpoint itself.</summary>
    public Uri Direct => _host.Address("echo");

    /// <summary>The endpoint behind the fault proxy.</summary>
    public Uri Proxied => Proxy.Through(Direct);

    /// <summary>The one session that there is.</summary>
    public Session OnlySession => _host.Services.GetRequiredService<SessionRegistry>().All.Single();

    public ISessions Sessions => _host.Services.GetRequiredService<ISessions>();

    public static Task<Rig> EchoAsync(Action<MultiTransportOptions>? configure = null, TimeProvider? time = null, TimeSpan drain = default) =>
        StartAsync(static (session, message) => session.SendAsync(message), configure, time, drain);

    public static Task<Rig> StartAsync(
        Func<Session, Message, ValueTask> onMessage, Action<MultiTransportOptions>? configure = null, TimeProvider? time = null, TimeSpan drain = default) =>
        StartAsync(app => app.MapMultiTransport("/echo", onMessage, configure), time, drain);

    public static Task<Rig> StartAsync<THandler>(THandler shared, Action<MultiTransportOptions>? configure = null)
        where THandler : class, IHandlerSource =>
        StartAsync(app => app.MapMultiTransport<SourcedHandler>("/echo", configure), time: null, drain: default, services => services.AddSingleton<IHandlerSource>(shared));

    /// <summary>The server's side of a client's session.</summary>
    public Session SessionOf(ProtocolClient client) =>
        SessionId.TryParse(Base64UrlText.Encode(client.Session.Id), out var id) && Sessions.Find(id) is { } session
            ? session
            : throw new InvalidOperationException($"The server does not know the session.");

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await _host.DisposeAsync();
    }

    private static async Task<Rig> StartAsync(Action<WebApplication> map, TimeProvider? time, TimeSpan drain, Action<IServiceCollection>? services = null)
    {
        var host = await TestHost.StartAsync(
            builder =>
            {
                if (time is not null)
                {
                    builder.Services.AddSingleton(time);
                }

                builder.Services.AddMultiTransport();
                builder.Services.Configure<MultiTransportServerOptions>(server => server.DrainTimeout = drain);
                services?.Invoke(builder.Services);
            },
            map);
        return new Rig(host, FaultProxy.Start(host.Port));
    }
}
