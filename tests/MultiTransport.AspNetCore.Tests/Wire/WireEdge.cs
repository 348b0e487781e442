using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MultiTransport.AspNetCore.Tests.Wire;

/// <summary>An <see cref="Edge"/> with a second endpoint that counts, and a relay before it that counts too.</summary>
internal sealed class WireEdge : IAsyncDisposable
{
    private WireEdge(Edge edge, int port, RecordingCapture captured)
    {
        Captured = captured;
        Edge = edge;
        Port = port;
        Relay = new ByteRelay(port);
    }

    public Edge Edge { get; }

    public ByteRelay Relay { get; }

    /// <summary>What requests of <c>/captured</c> were shown.</summary>
    public RecordingCapture Captured { get; }

    /// <summary>The port of the endpoint that counts, without the relay.</summary>
    public int Port { get; }

    public IWireMeter Meter => Edge.Host.Services.GetRequiredService<IWireMeter>();

    public static async Task<WireEdge> StartAsync(HttpProtocols protocols = HttpProtocols.Http1, bool tls = false, Action<MultiTransportOptions>? options = null)
    {
        var captured = new RecordingCapture();
        var edge = await Edge.StartAsync(new EdgeSetup
        {
            Options = options,
            Pipeline = app =>
            {
                app.MapGet("/other", () => "nobody's");
                app.MapPost("/captured", async (HttpContext context) =>
                {
                    var isCaptured = context.TryCaptureWire(captured);
                    return $"{isCaptured} {await new StreamReader(context.Request.Body).ReadToEndAsync()}";
                });
                app.MapPost("/other", async (HttpRequest request) => (await new StreamReader(request.Body).ReadToEndAsync()).Length);
            },
            Builder = builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                listen.UseWireAccounting();
                if (tls)
                {
                    listen.UseHttps(TestCertificate.Create());
                }
            })),
        });
        var addresses = edge.Host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new WireEdge(edge, new Uri(addresses.Last()).Port, captured);
    }

    public Uri Address(string path, string scheme = "http") => new($"{scheme}://127.0.0.1:{Relay.Port}{path}");

    public Task<RawHttp> ConnectAsync() => RawHttp.ConnectAsync(Relay.Port);

    /// <summary>One exchange on a connection, and what the relay saw of it.</summary>
    public async Task<(Answer Answer, long Up, long Down)> ExchangeAsync(RawHttp raw, string method, string target, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        var (up, down) = (Relay.Up, Relay.Down);
        await raw.RequestAsync(method, target, body, headers);
        var response = await raw.ReadResponseAsync(method).WithTimeout();
        var answer = new Answer(response.Head, await response.ReadBodyAsync().WithTimeout());
        return (answer, Relay.Up - up, Relay.Down - down);
    }

    /// <summary>Opens a session on a connection.</summary>
    public async Task<(SdkClient Client, long Up, long Down)> NegotiateAsync(RawHttp raw, Wish? wish = null)
    {
        var (answer, up, down) = await ExchangeAsync(raw, "POST", "/echo/negotiate", (wish ?? new Wish()).ToJson());
        Assert.Equal(200, answer.Status);
        var negotiated = Negotiated.Parse(answer.Body);
        return (new SdkClient(Edge, negotiated.Id, negotiated.Secret), up, down);
    }

    public IReadOnlyDictionary<string, WireUsage> Rows(SdkClient client) => Rows(client.IdText);

    public IReadOnlyDictionary<string, WireUsage> Rows(string credential)
    {
        Assert.True(MultiTransport.Protocol.SessionId.TryParse(credential.AsSpan(0, 22), out var id));
        return Meter.OfSession(id);
    }

    /// <summary>Completes when the server is done with so many connections of the endpoint that counts.</summary>
    public Task WhenEndedAsync(int connections) => Edge.Host.Logs
        .WhenAsync(_ => Meter.Connections().Count(connection => !connection.IsOpen) >= connections)
        .WithTimeout(what: $"the end of {connections} connections");

    /// <summary>Whether every connection was counted to the byte, and every byte of it given to somebody.</summary>
    public void IsExact()
    {
        var counted = Meter.Connections().ToDictionary(connection => ((IPEndPoint)connection.Remote!).Port);
        Assert.All(Relay.Connections, relayed => Assert.Equal((relayed.Up, relayed.Down), (counted[relayed.Port].Received, counted[relayed.Port].Sent)));
        var all = Meter.ByTransport().Values.Aggregate(Meter.Unattributed(), static (sum, usage) => sum + usage);
        Assert.Equal((Relay.Up, Relay.Down), (all.Up.Total, all.Down.Total));
        Assert.Equal((counted.Values.Sum(connection => connection.TlsReceived), counted.Values.Sum(connection => connection.TlsSent)), (all.Up.Tls, all.Down.Tls));
    }

    public async ValueTask DisposeAsync()
    {
        await Relay.DisposeAsync();
        await Edge.DisposeAsync();
    }
}
