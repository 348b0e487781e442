namespace MultiTransport.AspNetCore.Tests.Upstream;

/// <summary>Section 8.5.</summary>
public sealed class NativeSendTests
{
    [Fact]
    public async Task Post_OfAMessage_AnswersItsNumberOnceHandled()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();

        var answer = await edge.PostAsync("", "Hi", native.Header);

        Assert.Equal((200, """{"number":1,"handled":true}""", "application/json"), (answer.Status, answer.Text, answer.Head["Content-Type"]));
        Assert.Equal(["Hi"], edge.Handled);
    }

    [Fact]
    public async Task Post_WhoseHandlerTakesLong_Is202AfterASecond()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();
        var timers = edge.Time.ActiveTimers;
        var answering = edge.PostAsync("", "wait", native.Header);
        await edge.Time.WhenTimersAsync(timers + 1).WithTimeout();
        edge.Time.Advance(TimeSpan.FromSeconds(1));

        var answer = await answering;

        Assert.Equal((202, """{"number":1,"handled":false}"""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Post_BeforeASessionWasOpened_IsSessionRequired()
    {
        await using var edge = await Edge.StartAsync();

        (await edge.PostAsync("", "Hi")).IsProblem(400, "session-required", "stop");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AQAAAGJ6b2xkb2lkb2ZkdQ")]
    [InlineData("AQAAAGJ6b2xkb2lkb2ZkdQ.")]
    [InlineData("AQAAAGJ6b2xkb2lkb2ZkdQ.T2jmW0qkT5wYQvWl3l0F2")]
    [InlineData("AQAAAGJ6b2xkb2lkb2ZkdQ.T2jmW0qkT5wYQvWl3l0F2gg")]
    [InlineData("AQAAAGJ6b2xkb2lkb2ZkdQ-T2jmW0qkT5wYQvWl3l0F2g")]
    [InlineData("AQAAAGJ6b2xkb2lkb2Zkd+.T2jmW0qkT5wYQvWl3l0F2g")]
    [InlineData("AQAAAGJ6b2xkb2lkb2ZkdR.T2jmW0qkT5wYQvWl3l0F2g")]
    public async Task Post_WithAMalformedCredential_IsSessionMalformed(string credential)
    {
        await using var edge = await Edge.StartAsync();

        (await edge.PostAsync("", "Hi", ("MultiTransport-Session", credential))).IsProblem(400, "session-malformed", "stop");
    }

    [Fact]
    public async Task Post_WithTwoCredentials_IsSessionMalformed()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();

        (await edge.PostAsync("", "Hi", native.Header, native.Header)).IsProblem(400, "session-malformed", "stop");
    }

    [Fact]
    public async Task Post_ToASessionThatNeverWas_IsSessionUnknown()
    {
        await using var edge = await Edge.StartAsync();

        (await edge.PostAsync("", "Hi", ("MultiTransport-Session", "AQAAAGJ6b2xkb2lkb2ZkdQ.T2jmW0qkT5wYQvWl3l0F2g"))).IsProblem(404, "session-unknown", "renegotiate");
    }

    [Fact]
    public async Task Post_WithAWrongSecret_IsSecretWrong()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();

        (await edge.PostAsync("", "Hi", ("MultiTransport-Session", $"{native.Id}.T2jmW0qkT5wYQvWl3l0F2g"))).IsProblem(403, "secret-wrong", "renegotiate");
        Assert.Empty(edge.Handled);
    }

    [Fact]
    public async Task Post_ToASessionOfAnotherEndpoint_IsSessionForeign()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Pipeline = app => app.MapMultiTransport("/other", (Session session, Message message) => session.SendAsync(message)),
        });
        var native = await edge.OpenNativeAsync();

        (await Answer.OfAsync(edge.Host.Address("/other"), "POST", [1], native.Header)).IsProblem(403, "session-foreign", "renegotiate");
    }

    [Fact]
    public async Task Post_OverTheLimit_IsMessageTooLargeAndTheSessionLives()
    {
        await using var edge = await Edge.StartAsync(options => options.MaxMessageBytes = 1000);
        var native = await edge.OpenNativeAsync();

        (await edge.PostAsync("", new string('x', 1001), native.Header)).IsProblem(413, "message-too-large", "stop");
        (await edge.PostAsync("", "3e9\r\n" + new string('x', 1001) + "\r\n0\r\n\r\n", native.Header, ("Transfer-Encoding", "chunked"))).IsProblem(413, "message-too-large", "stop");

        Assert.Empty(edge.Handled);
        Assert.Equal(200, (await edge.PostAsync("", new string('x', 1000), native.Header)).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("text/csv; charset=utf-8")]
    [InlineData("application/json")]
    [InlineData("application/problem+json")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Post_OfBytesThatAreNotUtf8AsText_IsNotUtf8(string? contentType)
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();
        byte[][] bodies = [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0x41, 0xE2, 0x82]];

        foreach (var body in bodies)
        {
            (await edge.PostAsync("", body, contentType is null ? [native.Header] : [native.Header, ("Content-Type", contentType)])).IsProblem(400, "not-utf8", "stop");
        }

        Assert.Empty(edge.Handled);
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("image/png")]
    [InlineData("application/cbor")]
    public async Task Post_OfAnyBytesAsAnotherType_IsBinary(string contentType)
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();

        await edge.PostAsync("", [0xFF, 0xC3], native.Header, ("Content-Type", contentType));

        Assert.Equal("/8M=", (await edge.GetAsync(native.Query(0))).Json.GetProperty("messages")[0].GetProperty("binary").GetString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("one")]
    [InlineData("9007199254740992")]
    [InlineData("99999999999999999999999")]
    public async Task Post_WithAMalformedNumber_IsNumberMalformed(string number)
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();

        (await edge.PostAsync("", "Hi", native.Header, ("MultiTransport-Number", number))).IsProblem(400, "number-malformed", "stop");
        Assert.Empty(edge.Handled);
    }

    [Fact]
    public async Task Post_RepeatedWithItsNumber_IsNotHandedOverTwice()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();

        var first = await edge.PostAsync("", "once", native.Header, ("MultiTransport-Number", "1"));
        var again = await edge.PostAsync("", "once", native.Header, ("MultiTransport-Number", "1"));

        Assert.Equal((200, first.Text), (again.Status, again.Text));
        Assert.Equal(["once"], edge.Handled);
    }

    [Fact]
    public async Task Post_WithANumberTooHigh_IsPositionAhead()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();

        (await edge.PostAsync("", "Hi", native.Header, ("MultiTransport-Number", "2"))).IsProblem(409, "position-ahead", "resume");
        Assert.Empty(edge.Handled);
    }

    [Fact]
    public async Task Post_IntoAFullInbox_IsInboxFull()
    {
        await using var edge = await Edge.StartAsync(options => (options.InboxMessages, options.HandlerWait) = (2, TimeSpan.Zero));
        var native = await edge.OpenNativeAsync();
        Assert.Equal(202, (await edge.PostAsync("", "wait", native.Header)).Status);
        Assert.Equal(202, (await edge.PostAsync("", "more", native.Header)).Status);

        (await edge.PostAsync("", "too much", native.Header)).IsProblem(429, "inbox-full", "resume");

        edge.Release();
        await edge.WhenHandledAsync("more");
        Assert.Equal(["wait", "more"], edge.Handled);
    }

    [Fact]
    public async Task Post_WhoseHandlerThrows_IsHandlerFailed()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();

        var problem = (await edge.PostAsync("", "throw", native.Header)).IsProblem(500, "handler-failed", "stop");

        Assert.DoesNotContain("told to throw", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_OfAnEmptyBody_IsAnEmptyText()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();

        Assert.Equal(200, (await edge.PostAsync("", "", native.Header)).Status);
        Assert.Equal([""], edge.Handled);
    }
}
