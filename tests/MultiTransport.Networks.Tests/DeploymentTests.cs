using System.Net;
using System.Net.Http.Json;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Conformance.Scenarios;
using MultiTransport.Networks.Tests.Measures;
using MultiTransport.Networks.Tests.Origin;
using MultiTransport.Networks.Tests.Proxies;
using MultiTransport.Networks.Tests.Rows;
using MultiTransport.Testing;

namespace MultiTransport.Networks.Tests;

/// <summary>What the comments in <c>samples/Deployment</c> promise, beside what the matrix shows: each file runs as it is printed.</summary>
[Collection(Networks.Name)]
public class DeploymentTests
{
    private const string ForeignAddress = "203.0.113.9";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    public static IEnumerable<object[]> Files => Cells(static _ => true);

    public static IEnumerable<object[]> ReverseProxies => Cells(static row => row.Forward is null);

    public static IEnumerable<object[]> Reloadable => Cells(static row => row.Programs[0].Reload("") is not null);

    [NetworkTheory]
    [MemberData(nameof(Files))]
    public async Task Events_ArriveOneByOne(string client, string network)
    {
        var (row, runtime, origins) = await StartAsync(client, network);
        foreach (var transport in new[] { TransportName.Sse, TransportName.Stream, TransportName.LongPoll })
        {
            var session = await runtime.ConnectAsync(row.Url(transport), CellClients.OptionsOf(client, row) with { Transports = [transport] }, "hello").WithTimeout();
            await session.UntilTransportAsync(transport);
            Assert.Equal("hello", (await session.NextMessageAsync()).Text);
            for (var i = 0; i < 5; i++)
            {
                await origins.EndpointOf(row.Path(transport)).SendAsync($"event {i}").WithTimeout();
                var message = await session.Messages.ReadAsync().AsTask().WithTimeout(Soon, $"event {i} by {transport}, before there is another one");
                Assert.Equal($"event {i}", message.Text);
            }

            Assert.DoesNotContain(session.Events.Named("attempt"), static attempt => attempt.Attempt.Verdict == "failed");
            await session.CloseAsync().WithTimeout();
        }
    }

    [NetworkTheory]
    [MemberData(nameof(Files))]
    public async Task BodyOverAMegabyte_AndTheClientsAddress_Arrive(string client, string network)
    {
        var (row, _, _) = await StartAsync(client, network);
        var options = CellClients.OptionsOf(client, row);
        using var http = new HttpClient(options.Handler ?? new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(row.Url(client), ForwardedFor.Path)) { Content = new ByteArrayContent(new byte[1_200_000]) };
        request.Headers.Add("X-Forwarded-For", ForeignAddress); // what a client says of itself must not be the last word

        using var answer = await http.SendAsync(request).WithTimeout();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var arrival = (await answer.Content.ReadFromJsonAsync<ForwardedFor.Arrival>())!;
        Assert.Equal(1_200_000, arrival.Body);
        Assert.Equal("127.0.0.1", arrival.ForwardedFor.Split(',')[^1].Trim());
    }

    [NetworkTheory]
    [MemberData(nameof(ReverseProxies))]
    public async Task Host_IsTheOneThatThePageAskedFor(string client, string network)
    {
        var (row, _, _) = await StartAsync(client, network);
        using var http = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(row.Url(client), ForwardedFor.Path)) { Headers = { Host = "site.test:8080" } };

        using var answer = await http.SendAsync(request).WithTimeout();

        Assert.Equal("site.test:8080", (await answer.Content.ReadFromJsonAsync<ForwardedFor.Arrival>())!.Host);
    }

    [NetworkTheory]
    [MemberData(nameof(Reloadable))]
    public async Task Reload_IsOutlived(string client, string network)
    {
        var (row, runtime, _) = await StartAsync(client, network);
        var proxy = await ProxyPark.StartAsync(row.Programs[0]);
        var session = await runtime.ConnectAsync(row.Url("reload"), CellClients.OptionsOf(client, row), "before").WithTimeout();
        Assert.Equal("before", (await session.NextMessageAsync()).Text);
        await session.UntilTransportAsync(TransportName.WebSocket);

        await proxy.ReloadAsync();

        for (var i = 0; i < 20; i++)
        {
            await session.EchoAsync($"after {i}");
        }

        Assert.Single(session.Events.Named("open"));
        Assert.Empty(session.Events.Named("gap"));
        var other = await runtime.ConnectAsync(row.Url("reload"), CellClients.OptionsOf(client, row), "new").WithTimeout();
        Assert.Equal("new", (await other.NextMessageAsync()).Text);
        await session.CloseAsync().WithTimeout();
        await other.CloseAsync().WithTimeout();
    }

    private static IEnumerable<object[]> Cells(Func<NetworkRow, bool> wanted) =>
        NetworkRows.All.Where(row => row.IsDeployment && wanted(row)).Select(static row => new object[] { ClientRuntimes.DotNet, row.Name });

    private static async Task<(NetworkRow Row, IClientRuntime Runtime, Origins Origins)> StartAsync(string client, string network)
    {
        var row = NetworkRows.Named(network);
        await ProxyPark.StartAsync(row.Programs[0]);
        return (row, await CellClients.OfAsync(client, row), await Origins.Instance);
    }
}
