using System.Net;

namespace MultiTransport.Client.Tests;

public sealed class ClimbTests
{
    private const string Held = "sse longpoll";

    private static readonly string[] SseAndPolls = [TransportNames.ServerSentEvents, TransportNames.LongPolling];

    [Fact]
    public async Task Sse_ThreeBeatsInTime_IsPromotedBySendAndTakesOver()
    {
        await using var stage = new Stage(null, SseAndPolls);
        var held = await ProveAsync(stage);
        var send = await stage.Server.NextAsync("send");
        var (type, payload) = Assert.Single(send.Frames);
        Assert.Equal(FrameType.Promote, type);
        Assert.True(PromoteFrame.TryParse(payload, out var promote));
        Assert.Equal(7, promote.Connection);
        await held.AttachedAsync(active: true);
        send.Frame();
        await stage.Session.TransportAsync(TransportNames.ServerSentEvents);
        await held.WriteAsync(WireFrames.Text("on sse"));
        Assert.Equal("on sse", await stage.Session.GetAsyncEnumerator().NextAsync());
        var counters = stage.Session.Counters;
        Assert.Equal((1, 1), (counters["sse"].Taken, counters["sse"].Down));
        Assert.Equal(1, counters["longpoll"].Taken);
        var attempt = await stage.Session.AttemptAsync(attempt => attempt.Transport == "sse");
        Assert.Equal(("probe", "ok", TimeSpan.FromSeconds(1)), (attempt.Mode, attempt.Verdict, attempt.Took));
    }

    [Fact]
    public async Task Sse_EachBeatPushedThroughByTheNextWrite_AsksForSuchWritesAndIgnoresThem()
    {
        await using var stage = new Stage(null, SseAndPolls);
        var (_, held) = await ProbeAsync(stage);
        stage.Clock.Advance(TimeSpan.FromMilliseconds(50));
        await BeatsAsync(stage, held);
        var send = await stage.Server.NextAsync("send");
        Assert.True(PromoteFrame.TryParse(send.Frames.Single(static frame => frame.Type == FrameType.Promote).Payload, out var promote));
        Assert.True(promote.Trailing);
        await held.AttachedAsync(active: true);
        send.Frame();
        await stage.Session.TransportAsync(TransportNames.ServerSentEvents);
        await held.RawAsync(":\n\n"u8.ToArray());
        await held.WriteAsync(WireFrames.Of(FrameType.Pong, []));
        await held.WriteAsync(WireFrames.Text("after"));
        Assert.Equal("after", await stage.Session.GetAsyncEnumerator().NextAsync());
    }

    [Fact]
    public async Task Failure_IsReportedWithTheNextPollAndAgainWhereThatWasLost()
    {
        await using var stage = new Stage(null, SseAndPolls);
        var poll = await stage.OpenAsync(Held);
        (await stage.Server.NextAsync("sse")).Html();
        await stage.Session.AttemptAsync(attempt => attempt.Transport == "sse");
        Assert.Single(stage.Server.Seen, static request => request.Path is "poll" or "send"); // it does not go by itself
        poll.Frame();
        poll = await stage.Server.NextAsync("poll");
        Assert.Equal(["sse not-ours"], Reports(poll));
        poll.Fail();
        poll = await stage.Server.NextAsync("poll");
        Assert.Equal(["sse not-ours"], Reports(poll));
        poll.Frame();
        Assert.Empty(Reports(await stage.Server.NextAsync("poll")));
    }

    [Fact]
    public async Task Cut_OfAProvenConnection_IsReportedWithItsAgeAndSilence()
    {
        await using var stage = new Stage(null, SseAndPolls);
        var held = await ActivateAsync(stage);
        stage.Clock.Advance(TimeSpan.FromSeconds(6));
        await held.WriteAsync(WireFrames.Text("still"));
        Assert.Equal("still", await stage.Session.GetAsyncEnumerator().NextAsync());
        stage.Clock.Advance(TimeSpan.FromSeconds(4));
        await held.CutAsync();
        var poll = await stage.Server.NextAsync("poll");
        Assert.Equal(["sse proven", "sse cut"], Reports(poll));
        var cut = poll.Frames.Select(static frame => ReportFrame.TryParse(frame.Payload, out var report) && frame.Type == FrameType.Report ? report : default).Last(static report => report.Reason == "cut");
        Assert.Equal((11_000, 4_000), (cut.Alive, cut.Silent));
    }

    [Fact]
    public async Task Promotion_UnderWay_StartsNoPoll()
    {
        await using var stage = new Stage(null, SseAndPolls);
        var (poll, held) = await ProbeAsync(stage);
        await BeatsAsync(stage, held);
        var send = await stage.Server.NextAsync("send");
        poll.Frame(close: CloseCode.Superseded);
        await held.AttachedAsync(active: true);
        send.Frame();
        await stage.Session.TransportAsync(TransportNames.ServerSentEvents);
        Assert.Single(stage.Server.Seen, request => request.Path == "poll");
    }

    [Fact]
    public async Task Promotion_NotAnswered_FailsAndTheFloorIsTakenAgain()
    {
        await using var stage = new Stage(null, SseAndPolls);
        await ProveAsync(stage);
        (await stage.Server.NextAsync("send")).Frame();
        await stage.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("swallowed", (await stage.Session.AttemptAsync(attempt => attempt.Transport == "sse")).Reason);
        await stage.Server.NextAsync("poll");
        Assert.Equal(TransportNames.LongPolling, stage.Session.Transport);
    }

    [Fact]
    public async Task Sse_NoBeat_IsHeld()
    {
        await using var stage = new Stage(null, SseAndPolls);
        var (_, held) = await ProbeAsync(stage);
        stage.Clock.Advance(TimeSpan.FromSeconds(1.31));
        Assert.Equal("held", (await stage.Session.AttemptAsync(attempt => attempt.Transport == "sse")).Reason);
        await held.Request.Cancelled.WithTimeout();
    }

    [Fact]
    public async Task Sse_LastBeatStaysBehind_IsLate()
    {
        await using var stage = new Stage(null, SseAndPolls);
        var (_, held) = await ProbeAsync(stage);
        await held.AttachedAsync();
        await held.BeatAsync(0);
        await held.BeatAsync(500);
        stage.Clock.Advance(TimeSpan.FromSeconds(1.26));
        Assert.Equal("late", (await stage.Session.AttemptAsync(attempt => attempt.Transport == "sse")).Reason);
    }

    [Fact]
    public async Task Sse_Html_IsNotOurs()
    {
        await using var stage = new Stage(null, SseAndPolls);
        await stage.OpenAsync(Held);
        (await stage.Server.NextAsync("sse")).Html();
        Assert.Equal("not-ours", (await stage.Session.AttemptAsync(attempt => attempt.Transport == "sse")).Reason);
    }

    [Fact]
    public async Task Verdict_RunsOut_TheRungIsTriedAgainAndEverLater()
    {
        await using var stage = new Stage(null, SseAndPolls);
        await stage.OpenAsync(Held);
        (await stage.Server.NextAsync("sse")).Fail();
        await stage.PassAsync(TimeSpan.FromSeconds(30));
        (await stage.Server.NextAsync("sse")).Fail();
        await stage.PassAsync(TimeSpan.FromSeconds(60));
        await stage.Server.NextAsync("sse");
    }

    [Fact]
    public async Task Network_Changes_VerdictsAreDroppedAndTheFloorIsTriedAnew()
    {
        await using var stage = new Stage(null, SseAndPolls);
        var poll = await stage.OpenAsync(Held);
        (await stage.Server.NextAsync("sse")).Html();
        await stage.Session.AttemptAsync(attempt => attempt.Transport == "sse");
        stage.Session.Core.Network.Changed(null, EventArgs.Empty);
        await poll.Cancelled.WithTimeout();
        await stage.Server.NextAsync("poll");
        Assert.Equal(AttachMode.Probe, (await stage.Server.NextAsync("sse")).Attach.Mode); // no waiting for the 30 s of the verdict
    }

    [Fact]
    public async Task Network_ChangesOnAHeldConnection_AsksWhetherItLives()
    {
        await using var stage = new Stage(null, SseAndPolls);
        var held = await ActivateAsync(stage);
        stage.Session.Core.Network.Changed(null, EventArgs.Empty);
        var send = await stage.Server.NextAsync("send");
        Assert.Contains(send.Frames, static frame => frame.Type == FrameType.Ping);
        send.Frame();
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await stage.Session.AttemptAsync(static attempt => attempt is { Transport: "sse", Reason: "died-young" });
        await held.Request.Cancelled.WithTimeout();
    }

    [Fact]
    public async Task Sse_DiesYoung_HasAVerdictAndTheFloorBridges()
    {
        await using var stage = new Stage(null, SseAndPolls);
        var held = await ActivateAsync(stage);
        stage.Clock.Advance(TimeSpan.FromSeconds(2));
        await held.CutAsync();
        Assert.Equal("died-young", (await stage.Session.AttemptAsync(attempt => attempt.Transport == "sse" && attempt.Verdict == "failed")).Reason);
        await stage.Server.NextAsync("poll");
        Assert.Equal(TransportNames.LongPolling, stage.Session.Transport);
        Assert.Single(stage.Server.Seen, request => request.Path == "sse");
    }

    [Fact]
    public async Task Sse_EndsGrown_IsTriedAgainAtOnceWhileTheFloorBridges()
    {
        await using var stage = new Stage(null, SseAndPolls);
        var held = await ActivateAsync(stage);
        stage.Clock.Advance(TimeSpan.FromSeconds(6));
        await held.CutAsync();
        await stage.Server.NextAsync("poll");
        var probe = await stage.Server.NextAsync("sse");
        Assert.Equal(AttachMode.Probe, probe.Attach.Mode);
    }

    [Fact]
    public async Task Rotate_OfAProvenConnection_TakesTheSameAgainWithoutBeats()
    {
        await using var stage = new Stage(null, SseAndPolls);
        var held = await ActivateAsync(stage);
        stage.Clock.Advance(TimeSpan.FromSeconds(6));
        await held.WriteAsync(WireFrames.Close(CloseCode.Rotate));
        var again = await stage.Server.NextAsync("sse");
        Assert.Equal(AttachMode.Take, again.Attach.Mode);
        var second = again.Hold();
        await second.AttachedAsync(active: true);
        await second.WriteAsync(WireFrames.Text("after"));
        Assert.Equal("after", await stage.Session.GetAsyncEnumerator().NextAsync());
        Assert.Equal(TransportNames.ServerSentEvents, stage.Session.Transport);
        Assert.Single(stage.Server.Seen, request => request.Path == "poll");
    }

    [Fact]
    public async Task WebSocket_HandshakeHangs_TheNextRungIsTriedBesideIt()
    {
        await using var stage = new Stage(null, TransportNames.WebSocket, TransportNames.ServerSentEvents, TransportNames.LongPolling);
        await stage.OpenAsync("websocket sse longpoll");
        var handshake = await stage.Server.NextAsync("ws");
        Assert.StartsWith("?try=", handshake.Query);
        await stage.PassAsync(TimeSpan.FromMilliseconds(300));
        await stage.Server.NextAsync("sse");
        stage.Clock.Advance(TimeSpan.FromSeconds(1.2));
        await handshake.Cancelled.WithTimeout();
        Assert.Equal("no-answer", (await stage.Session.AttemptAsync(attempt => attempt.Transport == "websocket")).Reason);
    }

    [Fact]
    public async Task WebSocket_Refused_AsksHowItArrived()
    {
        await using var stage = new Stage(null, TransportNames.WebSocket, TransportNames.LongPolling);
        await stage.OpenAsync("websocket longpoll");
        var handshake = await stage.Server.NextAsync("ws");
        handshake.Html(HttpStatusCode.UpgradeRequired);
        var arrived = await stage.Server.NextAsync("arrived");
        Assert.Equal(handshake.Query, $"?try={System.Text.Encoding.ASCII.GetString(arrived.Body)}");
        arrived.Answer(HttpStatusCode.OK, "application/json", """{"arrived":true,"method":"GET","protocol":"HTTP/1.1","upgrade":null,"connection":"keep-alive","key":true,"version":"13","via":"1.1 proxy","answered":426,"attached":false}"""u8.ToArray());
        await EventuallyAsync(() => stage.Session.Attempts.Any(attempt => attempt.Arrived is { Via: "1.1 proxy", Upgrade: null, Answered: 426 }));
        Assert.Equal("refused", stage.Session.Attempts.Single(attempt => attempt.Transport == "websocket").Reason);
    }

    [Fact]
    public async Task Negotiate_ListsARungBehindTheFloor_ItIsNotTriedAtFirst()
    {
        await using var stage = new Stage(null, SseAndPolls);
        await stage.OpenAsync("longpoll sse");
        await stage.PassAsync(TimeSpan.FromSeconds(30));
        await stage.Server.NextAsync("sse");
        Assert.Single(stage.Server.Seen, request => request.Path == "sse");
    }

    [Fact]
    public async Task HeldPolls_FailAgainAndAgain_ShortPollsTakeTheirPlaceAndAHeldOneIsTriedLater()
    {
        await using var stage = new Stage(null, TransportNames.LongPolling, TransportNames.ShortPolling);
        var poll = await stage.OpenAsync("longpoll shortpoll");
        stage.Clock.Advance(TimeSpan.FromSeconds(3));
        poll.Fail();
        poll = await stage.Server.NextAsync("poll");
        stage.Clock.Advance(TimeSpan.FromSeconds(3));
        poll.Fail();
        await stage.PassAsync(TimeSpan.FromMilliseconds(250));
        poll = await stage.Server.NextAsync("poll");
        Assert.Equal(0, poll.Attach.Hold);
        poll.Frame();
        poll = await stage.Server.NextAsync("poll");
        stage.Clock.Advance(TimeSpan.FromSeconds(3));
        poll.Fail();
        await stage.Session.TransportAsync(TransportNames.ShortPolling);
        poll = await stage.Server.NextAsync("poll");
        Assert.Equal(0, poll.Attach.Hold);
        poll.Frame();
        await stage.Clock.WhenTimerDueInAsync(TimeSpan.FromSeconds(1)).WithTimeout();
        while (poll.Attach.Hold == 0)
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(1));
            poll = await stage.Server.NextAsync("poll");
            if (poll.Attach.Hold == 0)
            {
                poll.Frame();
                await stage.Clock.WhenTimerDueInAsync(TimeSpan.FromSeconds(1)).WithTimeout();
            }
        }

        poll.Frame();
        await stage.Session.TransportAsync(TransportNames.LongPolling);
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        for (var looks = 0; !condition(); looks++)
        {
            Assert.True(looks < 1000, "It did not happen.");
            await Task.Delay(10); // nothing tells of it
        }
    }

    private static IEnumerable<string> Reports(ScriptedRequest request) => request.Frames
        .Where(static frame => frame.Type == FrameType.Report)
        .Select(static frame => ReportFrame.TryParse(frame.Payload, out var report) ? $"{report.Transport} {report.Reason}" : "broken");

    private static async Task<(ScriptedRequest Poll, HeldAnswer Held)> ProbeAsync(Stage stage)
    {
        var poll = await stage.OpenAsync(Held);
        return (poll, (await stage.Server.NextAsync("sse")).Hold());
    }

    private static async Task BeatsAsync(Stage stage, HeldAnswer held)
    {
        await held.AttachedAsync();
        for (var stamp = 0; stamp <= 1000; stamp += 500)
        {
            await held.BeatAsync(stamp);
            await held.TakenAsync(); // before the clock goes on
            stage.Clock.Advance(stamp < 1000 ? TimeSpan.FromMilliseconds(500) : TimeSpan.Zero);
        }
    }

    private static async Task<HeldAnswer> ProveAsync(Stage stage)
    {
        var (_, held) = await ProbeAsync(stage);
        await BeatsAsync(stage, held);
        return held;
    }

    private static async Task<HeldAnswer> ActivateAsync(Stage stage)
    {
        var held = await ProveAsync(stage);
        var send = await stage.Server.NextAsync("send");
        await held.AttachedAsync(active: true);
        send.Frame();
        await stage.Session.TransportAsync(TransportNames.ServerSentEvents);
        return held;
    }
}
