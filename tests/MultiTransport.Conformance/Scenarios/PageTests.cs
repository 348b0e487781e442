using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>PROTOCOL.md, 13.4 and 13.7: pages that leave, are kept, are hidden, and come back.</summary>
public class PageTests
{
    [ClientTheory]
    [MemberData(nameof(ClientRows.Pages), MemberType = typeof(ClientRows))]
    public Task PageThatLeaves_ClosesTheSession(string client) => Stage.RunAsync(client, async stage =>
    {
        var frame = await stage.Runtime.OpenFrameAsync(stage.Proxy.BaseAddress);
        var session = await frame.ConnectAsync(stage.Server.Url).WithTimeout();
        await session.UntilTransportAsync("websocket");

        await stage.Runtime.LeaveFrameAsync(frame);

        Assert.Equal("closed-by-client", (await stage.Play.Closes.ReadAsync().AsTask().WithTimeout()).ToString());
        Assert.Contains(stage.Proxy.Requests, static request => request.Path == "/echo/close");
        await stage.Runtime.DropFrameAsync(frame);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.Pages), MemberType = typeof(ClientRows))]
    public Task PageThatLeaves_SendsWhatIsNotAcknowledged(string client) => Stage.RunAsync(client, async stage =>
    {
        var frame = await stage.Runtime.OpenFrameAsync(stage.Proxy.BaseAddress);
        var session = await frame.ConnectAsync(stage.Server.Url, new ScenarioOptions { Transports = ["longpoll"] }).WithTimeout();
        await session.UntilTransportAsync("longpoll");
        await session.EchoAsync("before");

        using var refused = stage.Proxy.Add(new AnsweredInstead(503) { Where = Requests.To("send") });
        _ = IgnoreAsync(session.SendAsync("the last words"));
        await session.LookAsync().WithTimeout(); // the frame has been told to send before it is left
        await stage.Runtime.LeaveFrameAsync(frame);

        await stage.Play.Closes.ReadAsync().AsTask().WithTimeout();
        Assert.Equal(["before", "the last words"], stage.Play.Received);
        await stage.Runtime.DropFrameAsync(frame);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.Pages), MemberType = typeof(ClientRows))]
    public Task PageThatIsKept_LetsItsConnectionsGo_AndComesBackToItsSession(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync();
        await session.UntilTransportAsync("websocket");
        await session.EchoAsync("before");
        var server = stage.Server.Sessions.Single();

        await stage.Runtime.TransitionAsync("pagehide", persisted: true);
        await UntilAsync(() => stage.Server.Watch.Active.Count == 0, "no request at the server");
        Assert.DoesNotContain(stage.Proxy.Requests, static request => request.Path == "/echo/close");
        await server.SendAsync("meanwhile");
        await stage.Runtime.TransitionAsync("pageshow", persisted: true);

        Assert.Equal("meanwhile", (await session.NextMessageAsync()).Text);
        await session.EchoAsync("after");
        Assert.Single(stage.Server.Sessions);
        Assert.Empty(session.Events.Named("gap"));
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.Pages), MemberType = typeof(ClientRows))]
    public Task HiddenPage_PollsPolitely_AndIsBackAtOnce(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync(new ScenarioOptions { Transports = ["longpoll"] });
        await session.UntilTransportAsync("longpoll");
        await session.EchoAsync("before");
        var server = stage.Server.Sessions.Single();
        try
        {
            await stage.Runtime.HideAsync();
            await server.SendAsync("hidden"); // lets the held poll end
            Assert.Equal("hidden", (await session.NextMessageAsync()).Text);
            await UntilAsync(() => stage.Server.Watch.Active.Count == 0, "no held poll");
            var before = stage.Proxy.RequestCount;
            await server.SendAsync("later");
            Assert.Equal("later", (await session.NextMessageAsync()).Text); // with the next polite poll
            Assert.InRange(stage.Proxy.RequestCount - before, 1, 4);
            await session.EchoAsync("it may still send at once");
        }
        finally
        {
            await stage.Runtime.ShowAsync();
        }

        await UntilAsync(() => stage.Server.Watch.Active.Any(static path => path == "POST /echo/poll"), "a held poll again");
        await session.EchoAsync("after");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.Pages), MemberType = typeof(ClientRows))]
    public Task HiddenPage_DoesNotClimb_UntilItIsShown(string client) => Stage.RunAsync(client, async stage =>
    {
        await stage.Runtime.HideAsync();
        IScenarioClient session;
        try
        {
            session = await stage.ConnectAsync(options: null, "hello");
            Assert.Equal("hello", (await session.NextMessageAsync()).Text);
            await session.EchoAsync("again");
            Assert.DoesNotContain(stage.Proxy.Requests, static request => request.Path is "/echo/ws" or "/echo/sse" or "/echo/stream");
        }
        finally
        {
            await stage.Runtime.ShowAsync();
        }

        await session.UntilTransportAsync("websocket");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.Pages), MemberType = typeof(ClientRows))]
    public Task ChangedNetwork_DropsTheVerdicts_AndClimbsAnew(string client) => Stage.RunAsync(client, async stage =>
    {
        using var blocked = stage.Proxy.Add(new UpgradeStripped());
        var session = await stage.ConnectAsync(new ScenarioOptions { Transports = ["websocket", "longpoll"] });
        await session.UntilAttemptAsync(static attempt => attempt is { Transport: "websocket", Verdict: "failed" });
        blocked.Dispose();

        await stage.Runtime.EventAsync("online");

        await session.UntilTransportAsync("websocket");
        await session.EchoAsync("by websocket");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.Pages), MemberType = typeof(ClientRows))]
    public Task NetworkThatIsBack_IsUsedAtOnce(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync();
        await session.UntilTransportAsync("websocket");
        stage.Proxy.Down = true;
        stage.Proxy.CutAll();
        await session.UntilStateAsync("reconnecting");
        stage.Proxy.Down = false;

        await stage.Runtime.EventAsync("online");

        await session.UntilStateAsync("open");
        await session.EchoAsync("back");
    });

    private static async Task IgnoreAsync(Task send)
    {
        try
        {
            await send;
        }
        catch (Exception gone) when (gone is InvalidOperationException or ClientFailureException)
        {
            // the page is gone before it is told
        }
    }

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TestTimeouts.Shared, $"Waited for {what}.");
            await Task.Delay(10, CancellationToken.None); // the server's requests end without a signal
        }
    }
}
