namespace MultiTransport.Client.Tests;

public sealed class PollTests
{
    [Fact]
    public async Task Poll_Answered_IsFollowedByTheNextWithItsAcks()
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        var messages = stage.Session.GetAsyncEnumerator();
        poll.Frame(frames: [WireFrames.Text("one"), WireFrames.Text("two")]);
        Assert.Equal("one", await messages.NextAsync());
        Assert.Equal("two", await messages.NextAsync());
        var second = await stage.Server.NextAsync("poll");
        Assert.Equal(2, second.Attach.Received);
        Assert.True(second.Attach.Attempt > poll.Attach.Attempt);
        Assert.NotEqual(poll.Attach.Nonce, second.Attach.Nonce);
    }

    [Fact]
    public async Task Ack_FiveSecondsAfterTheFirstWasHandled_GoesBySend()
    {
        await using var stage = new Stage();
        (await stage.OpenAsync()).Frame(frames: [WireFrames.Text("one"), WireFrames.Text("two")]);
        await stage.Server.NextAsync("poll");
        var messages = stage.Session.GetAsyncEnumerator();
        await messages.NextAsync();
        var next = messages.NextAsync(); // the first is handled now
        await next;
        await stage.PassAsync(TimeSpan.FromSeconds(5));
        var send = await stage.Server.NextAsync("send");
        Assert.Equal(AttachMode.Send, send.Attach.Mode);
        Assert.Equal([(FrameType.Ack, 1)], send.Frames.Select(frame => (frame.Type, (int)frame.Payload[0])));
        send.Frame();
    }

    [Fact]
    public async Task Send_WhileAPollIsHeld_GoesBySendAndOneAtATime()
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        var one = stage.Session.SendAsync("one");
        var first = await stage.Server.NextAsync("send");
        var two = stage.Session.SendAsync("two");
        var three = stage.Session.SendAsync("three");
        Assert.Equal(["one"], first.Texts);
        first.Frame(received: 1, handled: 1);
        await one.WithTimeout();
        var second = await stage.Server.NextAsync("send");
        Assert.Equal(1, second.Attach.Upstream);
        Assert.Equal(["two", "three"], second.Texts);
        second.Frame(received: 3, handled: 3);
        await Task.WhenAll(two, three).WithTimeout();
    }

    [Fact]
    public async Task Send_NoAnswer_IsCutAndRepeatedFromWhatTheServerIsKnownToHave()
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        var sent = stage.Session.SendAsync("one");
        var first = await stage.Server.NextAsync("send");
        stage.Clock.Advance(TimeSpan.FromSeconds(5));
        await first.Cancelled.WithTimeout();
        await stage.PassAsync(TimeSpan.FromMilliseconds(125));
        var second = await stage.Server.NextAsync("send");
        Assert.Equal(0, second.Attach.Upstream);
        Assert.Equal(["one"], second.Texts);
        second.Frame(received: 1, handled: 1);
        await sent.WithTimeout();
    }

    [Fact]
    public async Task Send_NoAnswerAgainAndAgain_IsGivenLongerUntilTheLineIsKnown()
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        var sent = stage.Session.SendAsync("one");
        foreach (var (pause, rtt) in new[] { (125, 1), (250, 2) })
        {
            var send = await stage.Server.NextAsync("send");
            stage.Clock.Advance(TimeSpan.FromSeconds(5));
            await send.Cancelled.WithTimeout();
            await stage.PassAsync(TimeSpan.FromMilliseconds(pause));
            Assert.Equal(TimeSpan.FromSeconds(rtt), stage.Session.Rtt);
        }

        var patient = await stage.Server.NextAsync("send");
        stage.Clock.Advance(TimeSpan.FromSeconds(8.9)); // of 1 s + 4 RTT
        Assert.False(patient.Cancelled.IsCompleted);
        patient.Frame(received: 1, handled: 1);
        await sent.WithTimeout();
    }

    [Fact]
    public async Task Fail_BeforeTheAck_RejectsThatSendAlone()
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        var one = stage.Session.SendAsync("one");
        var send = await stage.Server.NextAsync("send");
        send.Frame(received: 1, handled: 0, frames: [WireFrames.Fail(1, "handler-failed"), WireFrames.Ack(1)]);
        Assert.Equal("handler-failed", (await Assert.ThrowsAsync<SessionException>(() => one)).Code);
    }

    [Fact]
    public async Task Poll_DuplicatedAnswer_HandsEachMessageOverOnce()
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        var messages = stage.Session.GetAsyncEnumerator();
        poll.Frame(frames: [WireFrames.Text("one"), WireFrames.Text("two")]);
        var second = await stage.Server.NextAsync("poll");
        second.Frame(position: 0, frames: [WireFrames.Text("one"), WireFrames.Text("two"), WireFrames.Text("three")]);
        Assert.Equal("one", await messages.NextAsync());
        Assert.Equal("two", await messages.NextAsync());
        Assert.Equal("three", await messages.NextAsync());
    }

    [Fact]
    public async Task Poll_AnotherNonce_IsNotOurs()
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        var stranger = poll.Attached();
        (await AgainAsync(stage, poll)).Raw(stranger, WireFrames.Text("stolen"), WireFrames.Close(CloseCode.Complete));
        var attempt = await stage.Session.AttemptAsync(attempt => attempt.Reason == "not-ours");
        Assert.Equal(("longpoll", "failed"), (attempt.Transport, attempt.Verdict));
    }

    [Fact]
    public async Task Poll_WithoutClose_WasCutButWhatCameCounts()
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        poll.Raw(poll.Attached(), WireFrames.Text("one"));
        Assert.Equal("one", await stage.Session.GetAsyncEnumerator().NextAsync());
        await stage.Session.AttemptAsync(attempt => attempt.Reason == "cut");
        Assert.Equal(1, (await stage.Server.NextAsync("poll")).Attach.Received);
    }

    [Fact]
    public async Task Poll_FailsTwice_IsReconnectingUntilSomethingWorks()
    {
        await using var stage = new Stage();
        (await stage.OpenAsync()).Fail();
        var second = await stage.Server.NextAsync("poll"); // at once: the first try after a connection that had worked
        Assert.Equal(ClientState.Open, stage.Session.State);
        second.Fail();
        await stage.Session.StateAsync(ClientState.Reconnecting);
        await stage.PassAsync(TimeSpan.FromMilliseconds(250));
        var third = await stage.Server.NextAsync("poll");
        Assert.Equal(0, third.Attach.Hold);
        third.Frame();
        await stage.Session.StateAsync(ClientState.Open);
        Assert.Equal(20_000, (await stage.Server.NextAsync("poll")).Attach.Hold);
    }

    [Fact]
    public async Task Send_WhileReconnecting_TriesAtOnce()
    {
        await using var stage = new Stage();
        (await stage.OpenAsync()).Fail();
        for (var failures = 0; failures < 6; failures++)
        {
            (await stage.Server.NextAsync("poll")).Fail();
            await stage.Session.UntilAsync(() => stage.Session.Attempts.Count(attempt => attempt.Transport == "longpoll") == failures + 2, "the failure");
            if (failures < 5)
            {
                stage.Clock.AdvanceToNextTimer();
            }
        }

        stage.Clock.Advance(TimeSpan.FromSeconds(1.5));
        _ = stage.Session.SendAsync("now");
        Assert.Equal(["now"], (await stage.Server.NextAsync("poll")).Texts);
    }

    [Fact]
    public async Task Poll_NoAnswer_IsDeadAfterItsHoldAndThreeSeconds()
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync(hold: 10);
        stage.Clock.Advance(TimeSpan.FromSeconds(12.9));
        Assert.True(poll.IsOpen);
        stage.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await poll.Cancelled.WithTimeout();
        Assert.Equal("silent", (await stage.Session.AttemptAsync(attempt => attempt.Verdict == "failed")).Reason);
        await stage.Server.NextAsync("poll");
    }

    [Fact]
    public async Task Poll_EmptyAndQuickThreeTimes_Pauses()
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        for (var quick = 0; quick < 3; quick++)
        {
            poll.Frame();
            if (quick < 2)
            {
                poll = await stage.Server.NextAsync("poll");
            }
        }

        await stage.PassAsync(TimeSpan.FromSeconds(1));
        await stage.Server.NextAsync("poll");
    }

    [Fact]
    public async Task Gap_InAPoll_IsToldAndTheCountGoesOn()
    {
        await using var stage = new Stage();
        var gap = new TaskCompletionSource<MessageGap>(TaskCreationOptions.RunContinuationsAsynchronously);
        stage.Session.GapReceived += (_, lost) => gap.TrySetResult(lost);
        (await stage.OpenAsync()).Frame(frames: [WireFrames.Gap(1, 3), WireFrames.Text("four")]);
        Assert.Equal("four", await stage.Session.GetAsyncEnumerator().NextAsync());
        Assert.Equal(new MessageGap(1, 3, false), await gap.Task.WithTimeout());
        Assert.Equal(4, (await stage.Server.NextAsync("poll")).Attach.Received);
    }

    [Fact]
    public async Task Frame_OptionalAndNumbered_IsCountedAndFailed()
    {
        await using var stage = new Stage();
        (await stage.OpenAsync()).Frame(frames: [WireFrames.Of(0x90, [1]), WireFrames.Of(0xC7, [1]), WireFrames.Of(FrameType.Text, [0xFF]), WireFrames.Text("three")]);
        var messages = stage.Session.GetAsyncEnumerator();
        Assert.Equal("three", await messages.NextAsync());
        var poll = await stage.Server.NextAsync("poll");
        var frames = poll.Frames;
        Assert.Equal(3, poll.Attach.Received);
        Assert.Equal([FrameType.Fail, FrameType.Fail, FrameType.Ack], frames.Select(frame => frame.Type));
        Assert.True(NumberAndText.TryParse(frames[0].Payload, out var first, out var code));
        Assert.Equal((1, "not-supported"), (first, code));
        Assert.True(NumberAndText.TryParse(frames[1].Payload, out var second, out code));
        Assert.Equal((2, "not-utf8"), (second, code));
        Assert.Equal(2, frames[2].Payload[0]);
    }

    [Fact]
    public async Task Fragments_InAPoll_AreOneMessage()
    {
        await using var stage = new Stage();
        (await stage.OpenAsync()).Frame(frames: [WireFrames.Of(FrameType.Fragment, "one "u8.ToArray()), WireFrames.Of(FrameType.Ping, []), WireFrames.Text("two")]);
        Assert.Equal("one two", await stage.Session.GetAsyncEnumerator().NextAsync());
    }

    [Fact]
    public async Task ShortPoll_Idle_PollsEveryInterval()
    {
        await using var stage = new Stage(options => options.PollInterval = TimeSpan.FromSeconds(4), TransportNames.ShortPolling);
        var poll = await stage.OpenAsync("shortpoll");
        Assert.Equal(0, poll.Attach.Hold);
        poll.Frame();
        await stage.PassAsync(TimeSpan.FromSeconds(4));
        (await stage.Server.NextAsync("poll")).Frame();
        await stage.Clock.WhenTimerDueInAsync(TimeSpan.FromSeconds(4)).WithTimeout();
        _ = stage.Session.SendAsync("now");
        Assert.Equal(["now"], (await stage.Server.NextAsync("poll")).Texts);
    }

    private static async Task<ScriptedRequest> AgainAsync(Stage stage, ScriptedRequest poll)
    {
        poll.Frame();
        return await stage.Server.NextAsync("poll");
    }
}
