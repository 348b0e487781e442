namespace MultiTransport.Client.Tests;

public sealed class LivenessTests
{
    private static readonly string[] Sse = [TransportNames.ServerSentEvents];

    [Fact]
    public async Task Sse_SilentFor125PercentOfAHeartbeat_IsPingedAndDeadAt175()
    {
        await using var stage = new Stage(null, Sse);
        var held = await TakeAsync(stage);
        await stage.PassAsync(TimeSpan.FromSeconds(15 * 1.25));
        var send = await stage.Server.NextAsync("send");
        Assert.Equal(FrameType.Ping, Assert.Single(send.Frames).Type);
        send.Frame();
        await stage.PassAsync(TimeSpan.FromSeconds(15 * 0.5));
        await held.Request.Cancelled.WithTimeout();
        Assert.Equal(AttachMode.Take, (await stage.Server.NextAsync("sse")).Attach.Mode);
    }

    [Fact]
    public async Task Sse_Pong_IsLife()
    {
        await using var stage = new Stage(null, Sse);
        var held = await TakeAsync(stage);
        await stage.PassAsync(TimeSpan.FromSeconds(15 * 1.25));
        var send = await stage.Server.NextAsync("send");
        send.Frame();
        await held.WriteAsync(WireFrames.Of(FrameType.Pong, send.Frames[0].Payload));
        await stage.PassAsync(TimeSpan.FromSeconds(15 * 1.25));
        await stage.Server.NextAsync("send");
        Assert.True(held.Request.Cancelled.IsCompleted is false);
    }

    [Fact]
    public async Task Sse_ServerPings_IsAnsweredBySend()
    {
        await using var stage = new Stage(null, Sse);
        var held = await TakeAsync(stage);
        await held.WriteAsync(WireFrames.Of(FrameType.Ping, [1, 2]));
        var (type, payload) = Assert.Single((await stage.Server.NextAsync("send")).Frames);
        Assert.Equal(FrameType.Pong, type);
        Assert.Equal([1, 2], payload);
    }

    [Fact]
    public async Task Send_UnackedForTwoSeconds_IsFollowedByAPingWhosePongMustCome()
    {
        await using var stage = new Stage(null, Sse);
        var held = await TakeAsync(stage);
        _ = stage.Session.SendAsync("slow");
        (await stage.Server.NextAsync("send")).Frame(received: 1);
        await stage.PassAsync(TimeSpan.FromSeconds(2));
        var ping = await stage.Server.NextAsync("send");
        Assert.Equal(FrameType.Ping, ping.Frames[0].Type);
        ping.Frame(received: 1);
        await stage.PassAsync(TimeSpan.FromSeconds(1));
        await held.Request.Cancelled.WithTimeout();
    }

    [Fact]
    public async Task Clock_JumpsWhileAsleep_IsJudgedByAPongAlone()
    {
        await using var stage = new Stage(null, Sse);
        var held = await TakeAsync(stage);
        stage.Clock.SetUtcNow(stage.Clock.GetUtcNow() + TimeSpan.FromHours(1));
        await stage.PassAsync(TimeSpan.FromSeconds(15 * 1.25));
        var send = await stage.Server.NextAsync("send");
        Assert.Equal(FrameType.Ping, send.Frames[0].Type);
        send.Frame();
        await stage.PassAsync(TimeSpan.FromSeconds(1));
        await held.Request.Cancelled.WithTimeout();
    }

    [Fact]
    public async Task Clock_JumpsWhilePolling_StartsANewPoll()
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        stage.Clock.SetUtcNow(stage.Clock.GetUtcNow() + TimeSpan.FromHours(1));
        stage.Clock.Advance(TimeSpan.FromSeconds(23));
        await poll.Cancelled.WithTimeout();
        await stage.Server.NextAsync("poll");
        Assert.DoesNotContain(stage.Session.Attempts, attempt => attempt.Verdict == "failed");
    }

    private static async Task<HeldAnswer> TakeAsync(Stage stage)
    {
        (await stage.NegotiateAsync()).Open("sse");
        var request = await stage.Server.NextAsync("sse");
        Assert.Equal(AttachMode.Take, request.Attach.Mode);
        var held = request.Hold();
        await held.AttachedAsync(active: true);
        await stage.Session.TransportAsync(TransportNames.ServerSentEvents);
        return held;
    }
}
