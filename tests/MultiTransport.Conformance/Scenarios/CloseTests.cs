using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>PROTOCOL.md, 13.7: close in any state ends everything within a second.</summary>
public class CloseTests
{
    [ClientTheory]
    [MemberData(nameof(ClientRows.ByTransport), MemberType = typeof(ClientRows))]
    public Task Close_OnEveryTransport_TellsTheServer_AndLeavesNothing(string client, string transport) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectByAsync(transport);
        await session.EchoAsync("hello");

        await stage.ClosesInTimeAsync(session, "enough");

        Assert.Equal(new ScenarioClosed("closed-by-client", 4301, "enough"), await session.Closed.WithTimeout());
        var told = await stage.Play.Closes.ReadAsync().AsTask().WithTimeout();
        Assert.Equal("closed-by-client: enough", told.ToString());
        Assert.Empty(stage.Server.Sessions);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Close_WhileItClimbs_LeavesNothing(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync(options: null, "hello");
        await session.NextMessageAsync();

        await stage.ClosesInTimeAsync(session);

        Assert.Equal("closed-by-client", (await session.Closed.WithTimeout()).Code);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Close_InTheTurnOfConnect_LeavesNothing(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync(options: null, "hello");

        await stage.ClosesInTimeAsync(session);

        Assert.Equal("closed", (await session.LookAsync()).State);
        await AssertSettledAsync(session.First[0]);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Close_WhileNothingAnswers_LeavesNothing(string client) => Stage.RunAsync(client, async stage =>
    {
        stage.Proxy.Plan = new FaultPlan { FlowUp = ProxyFlow.Swallow };
        var session = await stage.ConnectAsync(options: null, "hello");
        await stage.Proxy.Accepted.ReadAsync().AsTask().WithTimeout();

        await stage.ClosesInTimeAsync(session);

        await session.First[0].FailsAsync("closed");
        Assert.Equal("closed-by-client", (await session.Closed.WithTimeout()).Code);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Close_WhileReconnecting_RejectsWhatIsNotAcknowledged_AndLeavesNothing(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync();
        await session.UntilTransportAsync("websocket");
        stage.Proxy.Down = true;
        stage.Proxy.CutAll();
        await session.UntilStateAsync("reconnecting");
        var send = session.SendAsync("too late");

        await stage.ClosesInTimeAsync(session);

        await send.FailsAsync("closed");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Close_SendsWhatIsNotAcknowledgedOnceMore(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync();
        await session.UntilStateAsync("open");

        var sends = Enumerable.Range(0, 50).Select(i => session.SendAsync($"{i}")).ToList();
        await stage.ClosesInTimeAsync(session);

        await Task.WhenAll(sends).WithTimeout();
        Assert.Equal(Enumerable.Range(0, 50).Select(static i => $"{i}"), stage.Play.Received);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Close_WhileTheHandlerIsBusy_DoesNotWaitForIt(string client) => Stage.RunAsync(client, async stage =>
    {
        var go = new TaskCompletionSource();
        stage.Play.OnMessage = async (_, _) => await go.Task;
        var session = await stage.ConnectAsync(options: null, "slow");
        await session.UntilStateAsync("open");

        await stage.ClosesInTimeAsync(session);
        go.SetResult();

        await session.First[0].FailsAsync("closed");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task AfterClose_EveryCallIsRejected_AndCloseIsTakenAgain(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync(options: null, "hello");
        await session.NextMessageAsync();
        await Task.WhenAll(session.CloseAsync(), session.CloseAsync()).WithTimeout();

        await session.SendAsync("late").FailsAsync("closed");
        await session.RequestAsync("late").FailsAsync("closed");
        await session.UseAsync("websocket").FailsAsync("closed");
        await session.CloseAsync().WithTimeout();

        await session.Closed.WithTimeout();
        var look = await session.LookAsync();
        Assert.Equal(("closed", null), (look.State, look.Transport));
        Assert.Single(session.Events.Named("close"));
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.ByTransport), MemberType = typeof(ClientRows))]
    public Task CloseByTheServer_IsTold_AndLeavesNothing(string client, string transport) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectByAsync(transport);
        var server = stage.Server.Sessions.Single();
        await server.SendAsync("the last one");

        server.Close("game over");

        Assert.Equal(new ScenarioClosed("closed", 4300, "game over"), await session.Closed.WithTimeout());
        Assert.Equal("the last one", (await session.NextMessageAsync()).Text);
        await stage.NothingIsLeftAsync();
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task KickByAnAdministrator_IsTold_AndTheClientDoesNotComeBack(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync();
        await session.UntilTransportAsync("websocket");
        var id = stage.Server.Sessions.Single().Id;

        Assert.True(stage.Server.Admin.Kick(id, "out"));

        Assert.Equal(new ScenarioClosed("kicked", 4302, "out"), await session.Closed.WithTimeout());
        await stage.NothingIsLeftAsync();
        Assert.Empty(stage.Server.Sessions);
    });

    private static async Task AssertSettledAsync(Task send)
    {
        try
        {
            await send.WithTimeout();
        }
        catch (ClientFailureException failure)
        {
            Assert.Equal("closed", failure.Code);
        }
    }
}
