using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;
using Xunit.Abstractions;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>How long a user waits, measured by the clients' own clocks with nothing beside.</summary>
[Collection(Measured.Name)]
public class FirstEchoTests(ITestOutputHelper output)
{
    private const int Sessions = 9;

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task FirstEcho_IsThereIn50Ms_AndWebSocketIn1500(string client) => Stage.RunAsync(client, async stage =>
    {
        var echoes = new List<double>();
        var webSockets = new List<double>();
        for (var i = 0; i <= Sessions; i++)
        {
            var session = await stage.ConnectAsync(options: null, "hello");
            var echo = await session.FirstMessageAfter.WithTimeout();
            await session.NextMessageAsync();
            await session.UntilTransportAsync("websocket");
            if (i > 0) // the first one warms up
            {
                echoes.Add(echo);
                webSockets.Add((await session.Events.WhenAsync(static one => one.Name == "transport" && one["to"] == "websocket")).After);
            }

            await session.CloseAsync().WithTimeout();
        }

        output.WriteLine($"{client}: first echo {Median(echoes):0.0} ms ({echoes.Min():0.0} to {echoes.Max():0.0}), WebSocket {Median(webSockets):0.0} ms (to {webSockets.Max():0.0})");
        ScenarioReport.Add(new FirstEcho(client, FirstEcho.NoFault, 1, Median(echoes), Sessions, "websocket", Median(webSockets), Median(webSockets)));
        Assert.InRange(Median(echoes), 0, 50);
        Assert.InRange(webSockets.Max(), 0, 1_500);
    });

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
