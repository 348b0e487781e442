using System.Net;
using System.Text;

namespace MultiTransport.Client.Tests;

public sealed class NegotiateTests
{
    [Fact]
    public async Task Connect_SendInTheSameTurn_RidesOnNegotiate()
    {
        await using var stage = Stage.Gated();
        var text = stage.Session.SendAsync("Hi");
        var binary = stage.Session.SendAsync(new byte[] { 1, 2, 3 });
        var request = await stage.NegotiateAsync();
        var body = request.Negotiate;
        Assert.Equal(1, body.Version);
        Assert.Equal(22, body.Key!.Length);
        Assert.Equal([TransportNames.LongPolling], body.Transports!);
        Assert.Equal(["Hi", null], body.Messages!.Select(message => message.Text));
        Assert.Equal([1, 2, 3], body.Messages![1].Binary!);

        request.Open(received: 2, handled: 2, messages: """{"text":"there"}""", position: 4);
        await Task.WhenAll(text, binary).WithTimeout();
        var poll = await stage.Server.NextAsync("poll");
        Assert.Equal((AttachMode.Take, 5, 2, 2, 20_000), (poll.Attach.Mode, poll.Attach.Received, poll.Attach.Upstream, poll.Attach.Acked, poll.Attach.Hold));
        Assert.Equal("there", await stage.Session.GetAsyncEnumerator().NextAsync());
    }

    [Fact]
    public async Task Negotiate_NoAnswer_IsRepeatedWithTheSameKeyAndBody()
    {
        await using var stage = Stage.Gated();
        _ = stage.Session.SendAsync("Hi");
        var first = await stage.NegotiateAsync();
        first.Fail();
        await stage.PassAsync(TimeSpan.FromMilliseconds(125));
        var second = await stage.NegotiateAsync();
        second.Problem(503, "too-many-sessions", "renegotiate");
        await stage.PassAsync(TimeSpan.FromMilliseconds(250));
        var third = await stage.NegotiateAsync();
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Body, third.Body);
        Assert.Equal(ClientState.Connecting, stage.Session.State);
    }

    [Fact]
    public async Task Negotiate_RetryAfter_IsTheLeastPause()
    {
        await using var stage = new Stage();
        (await stage.NegotiateAsync()).Problem(503, "going-away", "renegotiate", ("Retry-After", "7"));
        await stage.PassAsync(TimeSpan.FromSeconds(7));
        await stage.NegotiateAsync();
    }

    [Fact]
    public async Task Negotiate_NoAnswerFor50Seconds_TakesAnotherKeyAndSaysThatTheOutcomeIsUnknown()
    {
        await using var stage = Stage.Gated(options => options.ConnectTimeout = Timeout.InfiniteTimeSpan);
        var plain = stage.Session.SendAsync("plain");
        var keyed = stage.Session.SendAsync("keyed", new SendOptions { Key = "k" });
        var first = await stage.NegotiateAsync();
        var again = first;
        while (again.Negotiate.Key == first.Negotiate.Key)
        {
            var failures = stage.Session.Attempts.Count;
            again.Fail();
            await stage.Session.UntilAsync(() => stage.Session.Attempts.Count > failures, "the failure");
            stage.Clock.AdvanceToNextTimer();
            again = await stage.NegotiateAsync();
        }

        Assert.InRange(stage.Clock.Elapsed, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(70));
        Assert.Equal("outcome-unknown", (await Assert.ThrowsAsync<SessionException>(() => plain)).Code);
        Assert.Equal(["keyed"], again.Negotiate.Messages!.Select(message => message.Text));
        Assert.False(keyed.IsCompleted);
    }

    [Fact]
    public async Task ConnectTimeout_Over_ClosesUnreachableWithTheLastReason()
    {
        await using var stage = new Stage(options => options.ConnectTimeout = TimeSpan.FromSeconds(3));
        (await stage.NegotiateAsync()).Fail("nobody home");
        await stage.PassAsync(TimeSpan.FromMilliseconds(125));
        await stage.NegotiateAsync();
        stage.Clock.Advance(TimeSpan.FromSeconds(3));
        var closed = await stage.Session.Closed.WithTimeout();
        Assert.Equal("unreachable", closed.Code);
        Assert.Contains("nobody home", closed.Reason);
        Assert.Equal(0, stage.Clock.ActiveTimers);
        Assert.Equal(0, stage.Server.Open);
    }

    public static TheoryData<int, string?, string> Refused => new()
    {
        { 404, null, "not-found" },
        { 405, null, "not-found" },
        { 410, null, "not-found" },
        { 200, null, "not-multitransport" },
        { 302, null, "not-multitransport" },
        { 400, "version-unsupported", "version-unsupported" },
        { 401, null, "unauthorized" },
        { 403, null, "unauthorized" },
        { 403, "origin-refused", "origin-refused" },
        { 400, "transports-none", "transports-none" },
        { 407, null, "proxy-authentication-required" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task FirstNegotiate_Refused_Closes(int status, string? code, string expected)
    {
        await using var stage = new Stage();
        var sent = stage.Session.SendAsync("Hi");
        var request = await stage.NegotiateAsync();
        if (code is null)
        {
            request.Html((HttpStatusCode)status);
        }
        else
        {
            request.Problem(status, code);
        }

        Assert.Equal(expected, (await stage.Session.Closed.WithTimeout()).Code);
        Assert.Equal(ClientState.Closed, stage.Session.State);
        Assert.Equal("closed", (await Assert.ThrowsAsync<SessionException>(() => sent)).Code);
        Assert.Equal("closed", (await Assert.ThrowsAsync<SessionException>(() => stage.Session.SendAsync("x"))).Code);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    public async Task FirstNegotiate_FailedForNow_IsRepeated(int status)
    {
        await using var stage = new Stage();
        (await stage.NegotiateAsync()).Html((HttpStatusCode)status);
        await stage.PassAsync(TimeSpan.FromMilliseconds(125));
        (await stage.NegotiateAsync()).Open();
        await stage.Session.StateAsync(ClientState.Open);
    }

    [Fact]
    public async Task Negotiate_OfAnotherSession_IsNotOurs()
    {
        await using var stage = new Stage();
        (await stage.NegotiateAsync()).Answer(HttpStatusCode.OK, "application/json", "{}"u8.ToArray());
        Assert.Equal("not-multitransport", (await stage.Session.Closed.WithTimeout()).Code);
    }

    [Fact]
    public async Task Token_Refused_IsAskedForOnceMore()
    {
        var asked = new List<bool>();
        await using var stage = new Stage(options => options.TokenProvider = (request, _) =>
        {
            asked.Add(request.Expired);
            return ValueTask.FromResult<string?>($"token{asked.Count}");
        });
        var first = await stage.NegotiateAsync();
        Assert.Equal("Bearer token1", first.Authorization);
        first.Html(HttpStatusCode.Unauthorized);
        var second = await stage.NegotiateAsync();
        Assert.Equal("Bearer token2", second.Authorization);
        Assert.Equal(first.Body, second.Body);
        second.Html(HttpStatusCode.Unauthorized);
        Assert.Equal("unauthorized", (await stage.Session.Closed.WithTimeout()).Code);
        Assert.Equal([false, true], asked);
    }

    [Fact]
    public async Task Negotiate_MessagesRefused_GoesWithoutThem()
    {
        await using var stage = Stage.Gated();
        var sent = stage.Session.SendAsync("Hi");
        var first = await stage.NegotiateAsync();
        first.Problem(413, "body-too-large", "resume");
        var second = await stage.NegotiateAsync();
        Assert.Null(second.Negotiate.Messages);
        Assert.NotEqual(first.Negotiate.Key, second.Negotiate.Key);
        second.Open();
        Assert.Equal(["Hi"], (await stage.Server.NextAsync("poll")).Texts);
        Assert.False(sent.IsCompleted);
    }

    [Fact]
    public async Task Negotiate_MessageOverTheLimitOfTheServer_IsRejectedAndTheRestGoes()
    {
        await using var stage = Stage.Gated();
        var large = stage.Session.SendAsync(new string('x', 70_000));
        _ = stage.Session.SendAsync("small");
        var request = await stage.NegotiateAsync();
        Assert.Null(request.Negotiate.Messages);
        request.Open();
        Assert.Equal("message-too-large", (await Assert.ThrowsAsync<SessionException>(() => large)).Code);
        Assert.Equal(["small"], (await stage.Server.NextAsync("poll")).Texts);
    }

    [Fact]
    public async Task Negotiate_FailsInTheAnswer_RejectTheirSends()
    {
        await using var stage = Stage.Gated();
        var sent = stage.Session.SendAsync("throw");
        (await stage.NegotiateAsync()).Answer(HttpStatusCode.OK, "application/json", Encoding.UTF8.GetBytes("""
            {"version":1,"session":{"id":"AQAAAGJ6b2xkb2lkb2ZkdQ","secret":"T2jmW0qkT5wYQvWl3l0F2g"},"transports":[{"name":"longpoll","path":"poll","why":""}],
             "limits":{"message":65536,"frame":32768,"body":524288,"upstream":{"messages":256,"bytes":1048576},"window":{"messages":500,"bytes":524288}},
             "heartbeat":15,"hold":20,"resume":120,"received":1,"handled":1,"fails":[{"number":1,"code":"handler-failed"}],"position":0,"messages":[]}
            """));
        Assert.Equal("handler-failed", (await Assert.ThrowsAsync<SessionException>(() => sent)).Code);
    }
}
