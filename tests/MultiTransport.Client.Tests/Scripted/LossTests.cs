namespace MultiTransport.Client.Tests;

public sealed class LossTests
{
    [Fact]
    public async Task SessionUnknown_WrittenWithoutAck_RejectsOutcomeUnknownAndTheRestMoves()
    {
        await using var stage = new Stage();
        var gap = new TaskCompletionSource<MessageGap>(TaskCreationOptions.RunContinuationsAsynchronously);
        var renewed = new TaskCompletionSource<SessionOpened>(TaskCreationOptions.RunContinuationsAsynchronously);
        stage.Session.GapReceived += (_, lost) => gap.TrySetResult(lost);
        stage.Session.Opened += (_, opened) => _ = opened.Renewed && renewed.TrySetResult(opened);
        var poll = await stage.OpenAsync();
        var plain = stage.Session.SendAsync("plain");
        var keyed = stage.Session.SendAsync("keyed", new SendOptions { Key = "k" });
        var send = await stage.Server.NextAsync("send");
        var after = stage.Session.SendAsync("after");
        Assert.Same(keyed, stage.Session.SendAsync("keyed", new SendOptions { Key = "k" }));
        poll.Problem(404, "session-unknown", "renegotiate");

        Assert.Equal("outcome-unknown", (await Assert.ThrowsAsync<SessionException>(() => plain)).Code);
        Assert.True((await gap.Task.WithTimeout()).Session);
        var negotiate = await stage.NegotiateAsync();
        Assert.Equal(ClientState.Reconnecting, stage.Session.State);
        Assert.Contains("keyed", negotiate.Negotiate.Messages!.Select(message => message.Text));
        Assert.Equal(["keyed", "after"], negotiate.Negotiate.Messages!.Select(message => message.Text));
        negotiate.Open(received: 2, handled: 2, id: "AQAAAGJ6b2xkb2lkb2ZkdA");
        await Task.WhenAll(keyed, after).WithTimeout();
        await renewed.Task.WithTimeout();
        Assert.Equal(ClientState.Open, stage.Session.State);
        Assert.True((await stage.Server.NextAsync("poll")).Attach.Attempt > send.Attach.Attempt);
    }

    [Fact]
    public async Task SessionUnknown_RequestHandedOver_RejectsOutcomeUnknown()
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        var asked = stage.Session.RequestAsync("?");
        (await stage.Server.NextAsync("send")).Frame(received: 1, handled: 1);
        poll.Problem(404, "session-unknown", "renegotiate");
        Assert.Equal("outcome-unknown", (await Assert.ThrowsAsync<SessionException>(() => asked)).Code);
    }

    [Theory]
    [InlineData(CloseCode.Kicked, "kicked")]
    [InlineData(CloseCode.Closed, "closed")]
    [InlineData(CloseCode.CredentialsExpired, "credentials-expired")]
    public async Task StopCode_InAPoll_ClosesWithIt(CloseCode code, string name)
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        var sent = stage.Session.SendAsync("x");
        await stage.Server.NextAsync("send");
        poll.Raw(poll.Attached(), WireFrames.Close(code, "because"));
        Assert.Equal(new SessionClosed(name, (int)code, "because"), await stage.Session.Closed.WithTimeout());
        var error = await Assert.ThrowsAsync<SessionException>(() => sent);
        Assert.Equal(("closed", (int)code), (error.Code, error.Number));
        Assert.False(await stage.Session.GetAsyncEnumerator().MoveNextAsync().WithTimeout());
        Assert.Equal(0, stage.Clock.ActiveTimers);
        Assert.Equal(0, stage.Server.Open);
    }

    [Fact]
    public async Task Reauthenticate_RenewsWithANewTokenThenAttaches()
    {
        await using var stage = new Stage(options => options.TokenProvider = (request, _) => ValueTask.FromResult<string?>(request.Expired ? "fresh" : "old"));
        var poll = await stage.OpenAsync();
        poll.Raw(poll.Attached(), WireFrames.Close(CloseCode.Reauthenticate));
        var renew = await stage.NegotiateAsync();
        Assert.Equal("Bearer fresh", renew.Authorization);
        Assert.Equal("AQAAAGJ6b2xkb2lkb2ZkdQ", renew.Negotiate.Renew!.Id);
        Assert.Single(stage.Server.Seen, request => request.Path == "poll");
        renew.Answer(System.Net.HttpStatusCode.OK, "application/json", """{"version":1,"renewed":true}"""u8.ToArray());
        await stage.Server.NextAsync("poll");
        Assert.Equal(ClientState.Open, stage.Session.State);
    }

    [Fact]
    public async Task Renegotiate_AgainAndAgain_BacksOff()
    {
        await using var stage = new Stage();
        (await stage.OpenAsync()).Problem(404, "session-unknown", "renegotiate");
        (await stage.NegotiateAsync()).Open();
        (await stage.Server.NextAsync("poll")).Problem(404, "session-unknown", "renegotiate");
        await stage.PassAsync(TimeSpan.FromMilliseconds(250));
        await stage.NegotiateAsync();
    }

    [Fact]
    public async Task Negotiate_RefusedOnceASessionWasOpen_IsTriedAgain()
    {
        await using var stage = new Stage();
        (await stage.OpenAsync()).Problem(404, "session-unknown", "renegotiate");
        (await stage.NegotiateAsync()).Html(System.Net.HttpStatusCode.NotFound);
        await stage.PassAsync(TimeSpan.FromMilliseconds(250));
        (await stage.NegotiateAsync()).Open();
        await stage.Session.StateAsync(ClientState.Open);
    }
}
