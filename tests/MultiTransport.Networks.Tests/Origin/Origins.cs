using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Networks.Tests.Proxies;
using MultiTransport.Networks.Tests.Rows;
using MultiTransport.Testing;

namespace MultiTransport.Networks.Tests.Origin;

/// <summary>The application behind all proxies: one process, an endpoint for every cell of the matrix, a port for each way in that a proxy treats differently.</summary>
internal sealed class Origins
{
    public const string Plain = "origin";
    public const string Second = "origin-second";
    public const string Authenticated = "origin-authenticated";
    public const string Tls = "origin-tls";
    public const string TlsAuthenticated = "origin-tls-authenticated";
    public const string TlsPassed = "origin-tls-passed";

    /// <summary>What is looked at of a recommended configuration beside the matrix.</summary>
    private static readonly string[] Checks = [TransportName.Sse, TransportName.Stream, TransportName.LongPoll, "reload"];

    private static readonly Lazy<Task<Origins>> Only = new(static () => Task.Run(StartAsync));

    private readonly Dictionary<string, RowEndpoint> _endpoints;

    private Origins(Dictionary<string, RowEndpoint> endpoints) => _endpoints = endpoints;

    public static Task<Origins> Instance => Only.Value;

    public RowEndpoint EndpointOf(string path) => _endpoints[path];

    private static async Task<Origins> StartAsync()
    {
        var page = (await ControlHost.Instance).Origin;
        var endpoints = NetworkRows.All.SelectMany(static row => row.Clients, static (row, client) => new RowEndpoint(row.Path(client), row.AnswersDie))
            .Concat(IdleRows.All.SelectMany(static row => row.Clients, static (row, client) => new RowEndpoint(row.Path(client), answersDie: false) { Heartbeat = row.Heartbeat }))
            .Concat(NetworkRows.All.Where(static row => row.IsDeployment).SelectMany(static row => Checks, static (row, check) => new RowEndpoint(row.Path(check), answersDie: false)))
            .Concat(Http2Tests.Browsers.Select(static browser => new RowEndpoint(Http2Tests.PathOf(browser), answersDie: false)))
            .Concat(PrintedLine.All.Select(static line => new RowEndpoint(line.Path, answersDie: false)))
            .ToDictionary(static endpoint => endpoint.Path);
        await TestHost.StartAsync(Configure, app => Map(app, page, endpoints), port: Ports.Of(Plain)); // ends with this process
        return new Origins(endpoints);
    }

    private static void Configure(WebApplicationBuilder builder)
    {
        builder.Services.AddMultiTransport();
        builder.Services.Configure<MultiTransportServerOptions>(static server => server.Networks.Learn = false); // all networks have one address here
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, Ports.Of(Second));
            kestrel.Listen(IPAddress.Loopback, Ports.Of(Authenticated));
            kestrel.Listen(IPAddress.Loopback, Ports.Of(Tls), static listen => listen.UseHttps(TestAuthority.Instance.Application));
            kestrel.Listen(IPAddress.Loopback, Ports.Of(TlsAuthenticated), static listen => listen.UseHttps(TestAuthority.Instance.Application));
            kestrel.Listen(IPAddress.Loopback, Ports.Of(TlsPassed), static listen => listen.UseHttps(TestAuthority.Instance.Application));
        });
    }

    private static void Map(WebApplication app, string page, Dictionary<string, RowEndpoint> endpoints)
    {
        app.Use((context, next) =>
        {
            var path = context.Request.Path.Value!;
            return endpoints.TryGetValue(path[..Math.Max(0, path.LastIndexOf('/'))], out var endpoint) ? endpoint.InvokeAsync(context, next) : next(context);
        });
        ForwardedFor.Map(app);
        foreach (var row in NetworkRows.All)
        {
            app.MapMultiTransportDoctor(row.Path("doctor")); // some proxies go by the path
        }

        foreach (var endpoint in endpoints.Values)
        {
            app.MapMultiTransport(endpoint.Path, endpoint.OnMessageAsync, options =>
            {
                options.Overflow = OverflowPolicy.Wait;
                options.AllowedOrigins = [page];
                options.Heartbeat = endpoint.Heartbeat ?? options.Heartbeat;
            });
        }
    }
}
