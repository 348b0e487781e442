using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>PROTOCOL.md, 13.4 and 13.6: cuts, silence, sleep. Nothing is lost or doubled.</summary>
public class FallTests
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);

    public static TheoryData<string, string> Cuts => ClientRows.Times([nameof(CutKind.Reset), nameof(CutKind.Finish)]);

    [ClientTheory]
    [MemberData(nameof(ClientRows.ByTransport), MemberType = typeof(ClientRows))]
    public Task Cuts_WhileMessagesFlowBothWays_LoseAndDoubleNothing(string client, string transport) => Stage.TogetherAsync(client, transport, new ScenarioSetup(), async stage =>
    {
        const int rounds = 5;
        const int count = 40;
        var session = await stage.ConnectByAsync(transport);
        var sends = new List<Task>();

        for (var round = 0; round < rounds; round++)
        {
            sends.AddRange(Enumerable.Range(round * count, count).Select(i => session.SendAsync($"{i}")));
            stage.Proxy.CutAll(round % 2 == 0 ? CutKind.Reset : CutKind.Finish);
            Assert.Equal(Enumerable.Range(round * count, count).Select(static i => $"{i}"), await session.TextsAsync(count));
        }

        await Task.WhenAll(sends).WithTimeout();
        Assert.Equal(Enumerable.Range(0, rounds * count).Select(static i => $"{i}"), stage.Play.Received);
        Assert.Empty(session.Events.Named("gap"));
    });

    [ClientTheory]
    [MemberData(nameof(Cuts))]
    public Task CutOfAProvenWebSocket_IsBridgedByTheFloor_AndItIsTakenAgain(string client, string kind) => Stage.TogetherAsync(client, kind, new ScenarioSetup(), async stage =>
    {
        var session = await stage.ConnectAsync();
        await session.UntilTransportAsync("websocket");
        await session.UntilAttemptAsync(static attempt => attempt is { Transport: "websocket", Verdict: "ok" });
        await Task.Delay(TimeSpan.FromSeconds(5.5), CancellationToken.None); // one that ends within 5 s of its promotion died young: another scenario
        var seen = session.Events.All.Count;

        stage.Proxy.CutAll(Enum.Parse<CutKind>(kind));
        await session.EchoAsync("at once");

        await session.Events.WhenAsync(static one => one.Name == "transport" && one["to"] == "websocket", after: seen).WithTimeout();
        await session.EchoAsync("and by websocket again");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.ByTransport), MemberType = typeof(ClientRows))]
    public Task SilentDrop_OfTheActiveConnection_IsOverWithinTwoHeartbeats(string client, string transport)
    {
        // A silent poll is found out by its hold, and the next one may meet another dead connection of the pool: with 20 s of hold to 15 s of heartbeat as with these.
        var heartbeat = TransportName.IsHeld(transport) ? Heartbeat : 2.5 * Heartbeat;
        var setup = new ScenarioSetup
        {
            Options = options =>
            {
                options.Heartbeat = heartbeat;
                options.Hold = TimeSpan.FromSeconds(1);
            },
        };
        return Stage.TogetherAsync(client, transport, setup, async stage =>
        {
            var session = await stage.ConnectByAsync(transport);
            await session.EchoAsync("before");
            var server = stage.Server.Sessions.Single();

            stage.Proxy.CutAll(CutKind.Silent);
            var start = TimeProvider.System.GetTimestamp();
            await server.SendAsync("from the server");

            Assert.Equal("from the server", (await session.NextMessageAsync()).Text);
            Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, 2 * heartbeat);
            await session.EchoAsync("after");
        });
    }

    [ClientTheory]
    [MemberData(nameof(ClientRows.ByTransport), MemberType = typeof(ClientRows))]
    public Task SilentDrop_WithASendOnTheWay_IsOverWithinTwoHeartbeats(string client, string transport) => Stage.TogetherAsync(
        client, transport,
        new ScenarioSetup
        {
            Options = static options =>
            {
                options.Heartbeat = 3 * Heartbeat; // a client waits 5 s for a POST, whatever the heartbeat, and may have two dead connections in its pool
                options.Hold = Heartbeat;
            },
        },
        async stage =>
        {
            var session = await stage.ConnectByAsync(transport);
            await session.EchoAsync("before");

            stage.Proxy.CutAll(CutKind.Silent);
            var start = TimeProvider.System.GetTimestamp();
            await session.EchoAsync("from the client");

            Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, 6 * Heartbeat);
            Assert.Equal(["before", "from the client"], stage.Play.Received);
        });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Outage_IsToldAsReconnecting_AndWhatWasSentMeanwhileGoes(string client) => Stage.TogetherAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync();
        await session.UntilTransportAsync("websocket");
        stage.Proxy.Down = true;
        stage.Proxy.CutAll();
        await session.UntilStateAsync("reconnecting");
        var send = session.SendAsync("meanwhile");
        Assert.False(send.IsCompleted);

        stage.Proxy.Down = false;

        await send.WithTimeout();
        Assert.Equal("meanwhile", (await session.NextMessageAsync()).Text);
        await session.UntilStateAsync("open");
        Assert.Single(stage.Server.Sessions);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Outage_IsNotMetWithAStormOfTries(string client) => Stage.TogetherAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync();
        await session.UntilTransportAsync("websocket");
        stage.Proxy.Down = true;
        stage.Proxy.CutAll();
        await session.UntilStateAsync("reconnecting");
        var before = stage.Proxy.ConnectionCount;

        await Task.Delay(TimeSpan.FromSeconds(3), CancellationToken.None); // an outage takes its time

        Assert.InRange(stage.Proxy.ConnectionCount - before, 1, 40); // browsers try each request up to three times
        stage.Proxy.Down = false;
        await session.EchoAsync("back");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Sleep_WithTheConnectionAlive_GoesOn(string client) => Stage.TogetherAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync();
        await session.UntilTransportAsync("websocket");
        await session.EchoAsync("before");

        await stage.Runtime.SleepAsync(TimeSpan.FromSeconds(4));

        await session.EchoAsync("after");
        Assert.Equal(["before", "after"], stage.Play.Received);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Sleep_WithTheConnectionGone_IsNoticedAtOnce(string client) => Stage.TogetherAsync(
        client, "", new ScenarioSetup { Options = static options => options.Heartbeat = TimeSpan.FromSeconds(3) }, async stage =>
        {
            var session = await stage.ConnectAsync();
            await session.UntilTransportAsync("websocket");
            await session.EchoAsync("before");
            var server = stage.Server.Sessions.Single();

            stage.Proxy.CutAll(CutKind.Silent);
            await server.SendAsync("while it slept");
            await stage.Runtime.SleepAsync(TimeSpan.FromSeconds(7));

            Assert.Equal("while it slept", (await session.NextMessageAsync()).Text);
            await session.EchoAsync("after");
        });
}
