using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>A real server with the endpoint <c>/echo</c>, which can be stopped and started again at its port, and a fault proxy in front of it.</summary>
internal sealed class ScenarioServer : IAsyncDisposable
{
    private readonly ScenarioSetup _setup;
    private readonly string _pageOrigin;
    private TestHost? _host;
    private FaultProxy? _proxy;
    private int _port;

    private ScenarioServer(ScenarioSetup setup, string pageOrigin)
    {
        _setup = setup;
        _pageOrigin = pageOrigin;
    }

    public ScenarioPlay Play => _setup.Play;

    public ExchangeWatch Watch { get; } = new();

    public FaultProxy Proxy => _proxy!;

    public TestHost Host => _host ?? throw new InvalidOperationException("The server is stopped.");

    /// <summary>The endpoint behind the fault proxy.</summary>
    public Uri Url => new(Proxy.BaseAddress, "echo");

    public IReadOnlyList<Session> Sessions => [.. Host.Services.GetRequiredService<SessionRegistry>().All];

    public ITopics Topics => Host.Services.GetRequiredService<ITopics>();

    public ISessions Admin => Host.Services.GetRequiredService<ISessions>();

    public static async Task<ScenarioServer> StartAsync(ScenarioSetup setup)
    {
        var server = new ScenarioServer(setup, (await ControlHost.Instance).Origin);
        await server.StartAsync();
        server._proxy = FaultProxy.Start(server.Host.Port);
        return server;
    }

    /// <summary>Starts it again after <see cref="StopAsync"/>, at the same port and with empty memory.</summary>
    public async Task StartAsync()
    {
        _host = await TestHost.StartAsync(Configure, Map, port: _port);
        _port = _host.Port;
    }

    /// <summary>Ends it as a deployment does.</summary>
    public async Task StopAsync()
    {
        var host = Host;
        _host = null;
        await host.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        if (_host is not null)
        {
            await StopAsync();
        }
    }

    private void Configure(WebApplicationBuilder builder)
    {
        builder.Services.AddMultiTransport();
        builder.Services.AddSingleton(Play);
        builder.Services.Configure<MultiTransportServerOptions>(static server => server.DrainTimeout = TimeSpan.Zero);
        if (_setup.Topics is { } rules)
        {
            builder.Services.Configure<MultiTransportServerOptions>(server =>
            {
                server.Topics.Rules = rules;
                server.Topics.PresenceGrace = TimeSpan.Zero;
            });
        }

        if (_setup.Authorize)
        {
            ScenarioTokens.Add(builder);
        }

        _setup.Services?.Invoke(builder.Services);
    }

    private void Map(WebApplication app)
    {
        ControlHost.MapDriver(app);
        app.Use((context, next) => Watch.InvokeAsync(context, next));
        var endpoint = app.MapMultiTransport<ScenarioHandler>("/echo", options =>
        {
            options.Overflow = OverflowPolicy.Wait;
            options.Topics = _setup.Topics is not null;
            if (_setup.AllowPages)
            {
                options.AllowedOrigins = [_pageOrigin];
            }

            _setup.Options?.Invoke(options);
        });
        if (_setup.Authorize)
        {
            endpoint.RequireAuthorization();
        }

        _setup.Application?.Invoke(app);
    }
}
