using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Draining;

/// <summary>A server in its own process that is told to end, with clients of every transport on it.</summary>
public sealed partial class ShutdownTests
{
    private const int OfEachSdkTransport = 6;
    private const int OfEachNativeTransport = 3;
    private const int Silent = 3;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(6);

    /// <summary>What a machine with other things to do may add to a client's clock; the server's own is read from its log.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Sigterm_WithClientsOfAllTransports_TellsThemOneAfterTheOtherAndLosesNothingAcked()
    {
        await using var server = await ServerProcess.StartAsync($"--MultiTransportServer:DrainTimeout={Deadline}", "--MultiTransportServer:DrainPace=10");
        await using var farewells = new Farewells();
        var sdk = new List<ProtocolClient>();
        foreach (var transport in TransportName.All)
        {
            for (var i = 0; i < OfEachSdkTransport; i++)
            {
                sdk.Add(await ConnectAsync(server.Echo, transport));
                farewells.Add(sdk[^1]);
            }
        }

        var silent = new List<ProtocolClient>();
        for (var i = 0; i < Silent; i++)
        {
            silent.Add(await ConnectAsync(server.Echo, TransportName.WebSocket));
            farewells.Add(silent[^1]);
            silent[i].AcksPaused = true;
            await silent[i].SendAsync("its echo is never acknowledged").WithTimeout();
        }

        for (var i = 0; i < OfEachNativeTransport; i++)
        {
            await farewells.AddEventSourceAsync(server.Echo);
            await farewells.AddJsonLinesAsync(server.Echo);
            await farewells.AddPollAsync(server.Echo, wait: 20);
            await farewells.AddPollAsync(server.Echo, wait: 0);
            await farewells.AddBareWebSocketAsync(server.Echo);
        }

        var sent = sdk.SelectMany(static client => Enumerable.Range(1, 3).Select(i => client.Post($"{i}"))).ToArray();
        farewells.Begin();
        var stopping = server.StopAsync();
        await server.Process.ReadLineAsync(static line => line.Contains("Shutting down", StringComparison.Ordinal));
        await AssertTakesNoMoreAsync(server.Url);
        await farewells.AllTold;

        Assert.Equal(0, await stopping);
        Assert.InRange(farewells.Times[^1], TimeSpan.Zero, Deadline + Slack);
        Assert.InRange(farewells.Times[^1] - farewells.Times[0], Deadline / 2, Deadline + Slack);
        Assert.InRange(farewells.MostInASecond, 1, farewells.Clients * 2 / 3); // a quarter of them, on a machine that has time for it
        AssertNothingAckedIsLost(sdk);
        Assert.All(sent, static message => Assert.True(message.Handled.IsCompletedSuccessfully)); // each had its share of the time

        var drained = Drained().Match(server.Process.Printed);
        Assert.InRange(TimeSpan.Parse(drained.Groups["in"].Value, CultureInfo.InvariantCulture), Deadline / 2, Deadline + TimeSpan.FromSeconds(0.2));
        Assert.Equal($"{farewells.Clients - Silent} {Silent}", $"{drained.Groups["told"].Value} {drained.Groups["cut"].Value}");
    }

    private static async Task<ProtocolClient> ConnectAsync(Uri address, string transport)
    {
        var client = await ProtocolClient.NegotiateAsync(address, new ProtocolClientOptions()).WithTimeout();
        await client.UseAsync(transport).WithTimeout();
        return client;
    }

    private static async Task AssertTakesNoMoreAsync(Uri url)
    {
        using var client = new HttpClient { BaseAddress = url, Timeout = TestTimeouts.Shared };
        using var ready = await client.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using var negotiated = await client.PostAsync("/echo/negotiate", null);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, negotiated.StatusCode);
        Assert.Contains("going-away", await negotiated.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.InRange(negotiated.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 5);
    }

    /// <summary>What the server acknowledged, its handler has echoed; and it went only after those echoes had come.</summary>
    private static void AssertNothingAckedIsLost(IEnumerable<ProtocolClient> clients) => Assert.All(clients, static client =>
    {
        var echoes = new List<string>();
        while (client.Messages.TryRead(out var message))
        {
            echoes.Add(message.Text);
        }

        Assert.Equal(Enumerable.Range(1, (int)client.AckedUp).Select(static i => $"{i}"), echoes);
        Assert.Empty(client.Violations);
    });

    [GeneratedRegex(@"Drained in (?<in>[\d:.]+): (?<told>\d+) sessions were told .* (?<cut>\d+) were cut")]
    private static partial Regex Drained();
}
