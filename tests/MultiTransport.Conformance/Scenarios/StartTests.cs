using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>PROTOCOL.md, 13.2 and 13.3: the first answer, the climb, and what negotiate carries.</summary>
public class StartTests
{
    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task FirstMessage_IsAnsweredByTheFirstExchange(string client) => Stage.RunAsync(client, async stage =>
    {
        stage.Server.Watch.LookFor("hello");

        var session = await stage.ConnectAsync(options: null, "hello");

        Assert.Equal("hello", (await session.NextMessageAsync()).Text);
        await session.First[0].WithTimeout();
        Assert.Equal("/echo/negotiate", stage.Server.Watch.Carrier);
        Assert.Equal("/echo/negotiate", stage.Proxy.Requests[0].Path);
        Assert.Single(stage.Proxy.Requests, static request => request.Path == "/echo/negotiate");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task AllThatIsSentInTheFirstTurn_GoesWithNegotiate(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync(options: null, "one", ScenarioData.OfBinary([0, 255, 128]), "", "four");

        Assert.Equal("one", (await session.NextMessageAsync()).Text);
        Assert.Equal([0, 255, 128], (await session.NextMessageAsync()).Bytes);
        Assert.Equal("", (await session.NextMessageAsync()).Text);
        Assert.Equal("four", (await session.NextMessageAsync()).Text);
        await Task.WhenAll(session.First).WithTimeout();
        Assert.Single(stage.Server.Sessions);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Climb_GoesFromTheFloorToWebSocket_AndTells(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync();
        await session.UntilTransportAsync("websocket");

        var open = Assert.Single(session.Events.Named("open"));
        var look = await session.LookAsync();
        Assert.Equal(("open", "websocket"), (look.State, look.Transport));
        Assert.Equal(look.Id, open["id"]);
        Assert.Equal(stage.Server.Sessions.Single().Id.ToString(), look.Id);
        Assert.Equal(["longpoll", "websocket"], session.Events.Named("transport").Select(static move => move["to"]));
        Assert.All(session.Events.Named("transport"), static move => Assert.NotEmpty(move["why"]!));
        Assert.Contains(look.Attempts, static attempt => attempt is { Transport: "negotiate", Verdict: "ok" });
        await session.EchoAsync("by websocket");
        await session.UntilAttemptAsync(static attempt => attempt is { Transport: "websocket", Verdict: "ok" });
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.ByTransport), MemberType = typeof(ClientRows))]
    public Task OneTransportAlone_CarriesBothWays(string client, string transport) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectByAsync(transport);

        await session.EchoAsync("hello");
        await stage.Server.Sessions.Single().SendAsync("unasked");

        Assert.Equal("unasked", (await session.NextMessageAsync()).Text);
        var look = await session.LookAsync();
        Assert.Equal(transport, look.Transport);
        Assert.True(look.Counters[transport].Down >= 1, $"{look.Counters[transport]}");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task ServerThatOffersLess_IsFollowed(string client) => Stage.RunAsync(
        client,
        new ScenarioSetup { Options = static options => options.Transports = ["stream", "longpoll"] },
        async stage =>
        {
            var session = await stage.ConnectAsync();

            await session.UntilTransportAsync("stream");

            await session.EchoAsync("by stream");
            Assert.DoesNotContain(stage.Proxy.Requests, static request => request.Path is "/echo/ws" or "/echo/sse");
        });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task SmallHeldPoll_IsTheFloor_ForAnyoneWhoSendsLater(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync(new ScenarioOptions { Transports = ["longpoll", "shortpoll"] });
        await session.UntilTransportAsync("longpoll");

        for (var i = 0; i < 20; i++)
        {
            await session.EchoAsync($"{i}");
        }

        Assert.Equal("longpoll", (await session.LookAsync()).Transport);
    });
}
