using MultiTransport.Conformance.Runtimes;
using MultiTransport.Conformance.Scenarios;
using MultiTransport.Networks.Tests.Measures;
using MultiTransport.Networks.Tests.Origin;
using MultiTransport.Networks.Tests.Proxies;
using MultiTransport.Networks.Tests.Rows;
using MultiTransport.Testing;

namespace MultiTransport.Networks.Tests;

/// <summary>Browsers over HTTP/2: every transport, in Firefox WebSockets as RFC 8441 has them. The way is a tunnel through a company's proxy, where TLS reaches the application untouched.</summary>
[Collection(Networks.Name)]
public class Http2Tests
{
    private const string Network = "squid-passes";

    public static IReadOnlyList<string> Browsers { get; } = [ClientRuntimes.Chromium, ClientRuntimes.Firefox];

    public static IEnumerable<object[]> Cells => Browsers.Select(static browser => new object[] { browser, Network });

    internal static string PathOf(string browser) => NetworkRows.Named(Network).Path(NameOf(browser));

    [NetworkTheory]
    [MemberData(nameof(Cells))]
    public async Task EveryTransport_GoesOverHttp2(string client, string network)
    {
        var row = NetworkRows.Named(network);
        var endpoint = (await Origins.Instance).EndpointOf(PathOf(client));
        await ProxyPark.StartAsync(row.Programs[0]);
        var runtime = await CellClients.OfAsync(client, row);
        await runtime.CalmSocketsAsync();
        foreach (var transport in TransportName.All)
        {
            var options = new ScenarioOptions { Transports = [transport, TransportName.LongPoll], PollInterval = TimeSpan.FromMilliseconds(50) };
            var session = await runtime.ConnectAsync(row.Url(NameOf(client)), options with { Transports = transport == TransportName.ShortPoll ? [transport] : options.Transports }, "hello").WithTimeout();
            await session.UntilTransportAsync(transport);
            Assert.Equal("hello", (await session.NextMessageAsync()).Text);
            for (var i = 0; i < 20; i++)
            {
                await session.EchoAsync($"{transport} {i}");
            }

            await session.CloseAsync().WithTimeout();
        }

        // Chromium gives a page of another origin no WebSocket on the connection of its requests: that one is HTTP/1.1. On a page of the same origin it is a stream, too (Http2PageTests).
        var ways = endpoint.Ways.Where(way => client == ClientRuntimes.Firefox || !way.EndsWith(" ws", StringComparison.Ordinal)).ToHashSet();
        Assert.All(ways, static way => Assert.StartsWith("HTTP/2 ", way, StringComparison.Ordinal));
        HashSet<string> expected = ["HTTP/2 POST negotiate", "HTTP/2 POST sse", "HTTP/2 POST stream", "HTTP/2 POST poll", "HTTP/2 POST send"];
        Assert.Superset(client == ClientRuntimes.Firefox ? [.. expected, "HTTP/2 CONNECT ws"] : expected, ways);
    }

    private static string NameOf(string browser) => $"http2-{browser}";
}
