using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>PROTOCOL.md, 13.3 and 13.9: what failed, why, how long that is remembered, and that nothing is given up for good.</summary>
public class AttemptTests
{
    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task StrippedUpgrade_IsToldWithTheServersRecord(string client) => Stage.TogetherAsync(client, async stage =>
    {
        stage.Proxy.Add(new UpgradeStripped());
        var session = await stage.ConnectAsync(options: null, "hello");
        await session.NextMessageAsync();
        await session.UntilTransportAsync("sse");

        var failed = await UntilRecordedAsync(session);

        Assert.Equal("failed", failed.Verdict);
        Assert.NotEmpty(failed.Reason!);
        Assert.True(failed.Arrived!["arrived"]!.GetValue<bool>());
        Assert.Null(failed.Arrived["upgrade"]);
        Assert.Equal(426, failed.Arrived["answered"]!.GetValue<int>());
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task HandshakeThatNeverArrived_IsToldAsThat(string client) => Stage.TogetherAsync(client, async stage =>
    {
        stage.Proxy.Add(new AnsweredInstead(403) { Where = Requests.Upgrade });
        var session = await stage.ConnectAsync(options: null, "hello");
        await session.NextMessageAsync();

        var failed = await UntilRecordedAsync(session);

        Assert.False(failed.Arrived!["arrived"]!.GetValue<bool>());
        await session.UntilTransportAsync("sse");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task SwallowedFrames_AreFoundOut(string client) => Stage.TogetherAsync(client, async stage =>
    {
        stage.Proxy.Add(new FramesSwallowed { Direction = ProxyDirection.Up });
        var session = await stage.ConnectAsync(options: null, "hello");
        await session.NextMessageAsync();

        var failed = await session.UntilAttemptAsync(static attempt => attempt is { Transport: "websocket", Verdict: "failed" });

        Assert.Equal("swallowed", failed.Reason);
        await session.UntilTransportAsync("sse");
        await session.EchoAsync("goes on");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task HeldText_IsFoundOut_AndTheStreamIsTaken(string client) => Stage.TogetherAsync(client, async stage =>
    {
        stage.Proxy.Add(new UpgradeStripped(), new ResponseBuffered { Types = ContentTypes.Text });
        var session = await stage.ConnectAsync(options: null, "hello");
        await session.NextMessageAsync();

        var failed = await session.UntilAttemptAsync(static attempt => attempt is { Transport: "sse", Verdict: "failed" });

        Assert.Equal("held", failed.Reason);
        await session.UntilTransportAsync("stream");
        await session.EchoAsync("goes on");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task WhatDoesNotWorkHere_IsRemembered(string client) => Stage.RunAsync(client, async stage =>
    {
        var memory = new ScenarioOptions { Memory = $"{Guid.NewGuid()}", Transports = ["websocket", "longpoll"] };
        stage.Proxy.Add(new UpgradeStripped());
        var first = await stage.ConnectAsync(memory);
        await first.UntilAttemptAsync(static attempt => attempt is { Transport: "websocket", Verdict: "failed" });
        await first.CloseAsync().WithTimeout();
        var tries = stage.Proxy.Requests.Count(static request => request.Path == "/echo/ws");

        var second = await stage.ConnectAsync(memory);
        await second.EchoAsync("one");
        await second.EchoAsync("two");

        Assert.Equal(tries, stage.Proxy.Requests.Count(static request => request.Path == "/echo/ws"));
        Assert.DoesNotContain((await second.LookAsync()).Attempts, static attempt => attempt.Transport == "websocket");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task MessageThatAFilterRefuses_IsBlocked_AndTheOthersGoOn(string client) => Stage.TogetherAsync(client, async stage =>
    {
        var poison = "EICAR-like-signature"u8.ToArray();
        stage.Proxy.Add(new ContentRefused(poison), new FrameContentRefused(poison));
        var session = await stage.ConnectAsync();
        await session.EchoAsync("before");

        var bad = session.SendAsync("an EICAR-like-signature is in here");
        var good = session.SendAsync("after");

        await bad.FailsAsync("blocked");
        await good.WithTimeout();
        Assert.Equal("after", (await session.NextMessageAsync()).Text);
        Assert.Equal(["before", "after"], stage.Play.Received);
    });

    /// <summary>The record comes later than the failure: it is asked for with the next quiet moment.</summary>
    private static async Task<ScenarioAttempt> UntilRecordedAsync(IScenarioClient session)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var failed = (await session.LookAsync().WithTimeout()).Attempts.FirstOrDefault(static attempt => attempt is { Transport: "websocket", Verdict: "failed" });
            if (failed?.Arrived is not null)
            {
                return failed;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(start) < TestTimeouts.Shared, "No record of the server came.");
            await Task.Delay(50, CancellationToken.None); // no event tells of it
        }
    }
}
