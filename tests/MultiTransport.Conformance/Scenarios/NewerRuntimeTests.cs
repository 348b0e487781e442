using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>Where Node has a WebSocket of its own, nothing is given to the client.</summary>
public class NewerRuntimeTests
{
    [ClientTheory]
    [MemberData(nameof(ClientRows.Newer), MemberType = typeof(ClientRows))]
    public Task EveryTransport_Works_AndNothingIsLeft(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync(new ScenarioOptions { PollInterval = TimeSpan.FromMilliseconds(20) }, "hello");
        Assert.Equal("hello", (await session.NextMessageAsync()).Text);
        await session.UntilTransportAsync("websocket");
        foreach (var transport in TransportName.All)
        {
            await session.UseAsync(transport).WithTimeout();
            await session.EchoAsync(transport);
        }

        await stage.ClosesInTimeAsync(session);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.Newer), MemberType = typeof(ClientRows))]
    public Task CutsAndLosses_AreSurvived(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync();
        await session.UntilTransportAsync("websocket");
        stage.Proxy.CutAll();
        await session.EchoAsync("after a cut");
        await stage.Server.StopAsync();
        await stage.Server.StartAsync();
        await session.Events.WhenAsync(static one => one.Name == "gap").WithTimeout();
        await session.EchoAsync("in a new session");
    });
}
