using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>A session that is lost: said so, begun anew, and nothing is sent twice that was not asked for.</summary>
public class LossTests
{
    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task ServerThatStartsAgain_GetsANewSession(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync();
        await session.UntilTransportAsync("websocket");
        await session.EchoAsync("before");
        var id = (await session.LookAsync()).Id;

        await stage.Server.StopAsync();
        await stage.Server.StartAsync();

        var gap = await session.Events.WhenAsync(static one => one.Name == "gap").WithTimeout();
        Assert.Equal("true", gap["session"]!.ToLowerInvariant());
        await session.Events.WhenAsync(static one => one.Name == "open" && one["renewed"]!.Equals("true", StringComparison.OrdinalIgnoreCase)).WithTimeout();
        Assert.NotEqual(id, (await session.LookAsync()).Id);
        await session.EchoAsync("after");
        await session.UntilTransportAsync("websocket");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task WhatWasWritten_IsOfUnknownOutcome_UnlessItHasAKey_AndTheRestMoves(string client) => Stage.RunAsync(client, Narrow(), async stage =>
    {
        var arrived = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        stage.Play.OnMessage = async (session, message) =>
        {
            if (message.GetText() == "stuck")
            {
                arrived.TrySetResult();
                await never.Task;
            }

            await session.SendAsync(message);
        };
        var session = await stage.ConnectAsync();
        await session.UntilTransportAsync("websocket");
        var plain = session.SendAsync("stuck");
        var keyed = session.SendAsync("with a key", key: "order-1");
        var unwritten = session.SendAsync("behind the window");
        await arrived.Task.WithTimeout();
        await stage.LoseAsync(session);
        never.SetResult();

        await stage.ReviveAsync();

        await plain.FailsAsync("outcome-unknown");
        await keyed.WithTimeout();
        await unwritten.WithTimeout();
        Assert.Equal(["with a key", "behind the window"], await session.TextsAsync(2));
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task RequestThatWasUnanswered_IsRejected(string client) => Stage.TogetherAsync(client, async stage =>
    {
        var arrived = new TaskCompletionSource();
        var never = new TaskCompletionSource<Message>();
        stage.Play.OnRequest = (_, _) =>
        {
            arrived.TrySetResult();
            return new ValueTask<Message>(never.Task);
        };
        var session = await stage.ConnectAsync();
        var asked = session.RequestAsync("who");
        await arrived.Task.WithTimeout();
        await session.UntilStateAsync("open"); // it may have arrived with the negotiate that opens
        await stage.LoseAsync(session);
        never.SetResult(Message.FromText("late"));

        await stage.ReviveAsync();

        await asked.FailsAsync("outcome-unknown");
        await session.EchoAsync("goes on");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task SessionThatExpiredMeanwhile_IsRenewed(string client) => Stage.TogetherAsync(
        client, "",
        new ScenarioSetup { Options = static options => options.Resume = options.UnprovenResume = TimeSpan.FromSeconds(1) },
        async stage =>
        {
            var session = await stage.ConnectAsync();
            await session.UntilTransportAsync("websocket");
            stage.Proxy.Down = true;
            stage.Proxy.CutAll();
            await stage.Play.Closes.ReadAsync().AsTask().WithTimeout();

            stage.Proxy.Down = false;

            await session.Events.WhenAsync(static one => one.Name == "gap" && one["session"]!.Equals("true", StringComparison.OrdinalIgnoreCase)).WithTimeout();
            await session.EchoAsync("in the next session");
        });

    /// <summary>A client may have two messages on their way; the third waits unwritten.</summary>
    private static ScenarioSetup Narrow() => new() { Options = static options => options.InboxMessages = 2 };
}
