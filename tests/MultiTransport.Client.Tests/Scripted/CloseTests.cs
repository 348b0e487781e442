using System.Text;

namespace MultiTransport.Client.Tests;

public sealed class CloseTests
{
    [Fact]
    public async Task Close_WhileConnecting_EndsAtOnce()
    {
        var stage = new Stage();
        var sent = stage.Session.SendAsync("x");
        var request = await stage.NegotiateAsync();
        await stage.Session.CloseAsync("enough").WithTimeout();
        Assert.Equal(new SessionClosed("closed-by-client", 4301, "enough"), await stage.Session.Closed);
        Assert.Equal("closed", (await Assert.ThrowsAsync<SessionException>(() => sent)).Code);
        await request.Cancelled.WithTimeout();
        AssertNothingLeft(stage);
    }

    [Fact]
    public async Task Close_WhilePolling_SendsTheRestWithTheClose()
    {
        var stage = new Stage();
        var poll = await stage.OpenAsync();
        var one = stage.Session.SendAsync("one");
        var send = await stage.Server.NextAsync("send");
        var two = stage.Session.SendAsync("two");
        var closing = stage.Session.CloseAsync("enough");
        var close = await stage.Server.NextAsync("close");
        Assert.Equal(["one", "two"], close.Texts);
        var last = close.Frames[^1];
        Assert.Equal(FrameType.Close, last.Type);
        Assert.True(NumberAndText.TryParse(last.Payload, out var code, out var reason));
        Assert.Equal((4301, "enough"), (code, reason));
        close.Frame(received: 2, handled: 1);
        await closing.WithTimeout();
        await one.WithTimeout();
        Assert.Equal("closed", (await Assert.ThrowsAsync<SessionException>(() => two)).Code);
        Assert.Equal(ClientState.Closed, stage.Session.State);
        Assert.Null(stage.Session.Transport);
        await poll.Cancelled.WithTimeout();
        await send.Cancelled.WithTimeout();
        AssertNothingLeft(stage);
    }

    [Fact]
    public async Task Close_NoAnswer_IsOverWithinASecond()
    {
        var stage = new Stage();
        await stage.OpenAsync();
        var closing = stage.Session.CloseAsync();
        var close = await stage.Server.NextAsync("close");
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await closing.WithTimeout();
        await close.Cancelled.WithTimeout();
        AssertNothingLeft(stage);
    }

    [Fact]
    public async Task Close_WhileRenegotiating_EndsAtOnce()
    {
        var stage = new Stage();
        (await stage.OpenAsync()).Problem(404, "session-unknown", "renegotiate");
        var negotiate = await stage.NegotiateAsync();
        await stage.Session.CloseAsync().WithTimeout();
        await negotiate.Cancelled.WithTimeout();
        AssertNothingLeft(stage);
    }

    [Fact]
    public async Task Close_WhileBackingOff_EndsWithinASecond()
    {
        var stage = new Stage();
        (await stage.OpenAsync()).Fail();
        (await stage.Server.NextAsync("poll")).Fail();
        await stage.Session.StateAsync(ClientState.Reconnecting);
        var closing = stage.Session.CloseAsync();
        (await stage.Server.NextAsync("close")).Fail();
        await closing.WithTimeout();
        AssertNothingLeft(stage);
    }

    [Fact]
    public async Task Close_WhileProbing_LetsGoOfTheProbe()
    {
        var stage = new Stage(null, TransportNames.WebSocket, TransportNames.ServerSentEvents, TransportNames.LongPolling);
        await stage.OpenAsync("websocket sse longpoll");
        var handshake = await stage.Server.NextAsync("ws");
        await stage.PassAsync(TimeSpan.FromMilliseconds(300));
        var probe = await stage.Server.NextAsync("sse");
        probe.Hold();
        var closing = stage.Session.CloseAsync();
        (await stage.Server.NextAsync("close")).Frame();
        await closing.WithTimeout();
        await handshake.Cancelled.WithTimeout();
        await probe.Cancelled.WithTimeout();
        AssertNothingLeft(stage);
    }

    [Fact]
    public async Task Close_Twice_IsOneClose()
    {
        var stage = new Stage();
        await stage.OpenAsync();
        var first = stage.Session.CloseAsync();
        var second = stage.Session.DisposeAsync();
        (await stage.Server.NextAsync("close")).Frame();
        await first.WithTimeout();
        await second.WithTimeout();
        await stage.Session.CloseAsync().WithTimeout();
        Assert.Single(stage.Server.Seen, request => request.Path == "close");
    }

    [Fact]
    public async Task Iterator_MessagesLeftWhenClosed_StillHandsThemOver()
    {
        var stage = new Stage();
        (await stage.OpenAsync()).Frame(frames: [WireFrames.Text("one"), WireFrames.Text("two")]);
        await stage.Server.NextAsync("poll");
        var closing = stage.Session.CloseAsync();
        (await stage.Server.NextAsync("close")).Frame();
        await closing.WithTimeout();
        var texts = new StringBuilder();
        await foreach (var message in stage.Session)
        {
            texts.Append(message.Text);
        }

        Assert.Equal("onetwo", texts.ToString());
    }

    [Fact]
    public async Task Tokens_Cancelled_EndTheWaitingAndNothingElse()
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        using var source = new CancellationTokenSource();
        var sent = stage.Session.SendAsync("x", cancellationToken: source.Token);
        var asked = stage.Session.RequestAsync("?", cancellationToken: source.Token);
        var next = stage.Session.ReadAllAsync(source.Token).GetAsyncEnumerator().MoveNextAsync().AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.Equal(["x"], (await stage.Server.NextAsync("send")).Texts);
        Assert.Equal(ClientState.Open, stage.Session.State);
    }

    private static void AssertNothingLeft(Stage stage)
    {
        Assert.Equal(0, stage.Clock.ActiveTimers);
        Assert.Equal(0, stage.Server.Open);
    }
}
