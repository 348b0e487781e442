namespace MultiTransport.AspNetCore.Tests.Transports.Polling;

/// <summary>Section 8.4.</summary>
public sealed class NativePollTests
{
    [Fact]
    public async Task FirstPoll_TellsSessionAndNextAtOnce()
    {
        await using var edge = await Edge.StartAsync();

        var answer = await edge.GetAsync();

        var credential = answer.Json.GetProperty("session").GetString();
        Assert.Equal(credential, answer.Head["MultiTransport-Session"]);
        Assert.Matches("^[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{22}$", credential);
        var next = answer.Json.GetProperty("next").GetString();
        Assert.Matches("^/echo\\?after=v1\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{22}\\.0&wait=20$", next);
        Assert.Equal($"<{next}>; rel=\"next\"", answer.Head["Link"]);
    }

    [Fact]
    public async Task Resume_NeverTellsTheCredentialAgain()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();

        var answer = await edge.GetAsync(native.Query(0));

        Assert.Null(answer.Head["MultiTransport-Session"]);
        Assert.DoesNotContain(native.Secret, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("21")]
    [InlineData("1.5")]
    [InlineData("x")]
    [InlineData("99999999999")]
    [InlineData("%0d%0aX:y")]
    public async Task Wait_ThatIsNotAccepted_IsWaitMalformed(string wait)
    {
        await using var edge = await Edge.StartAsync();

        (await edge.GetAsync($"?wait={wait}")).IsProblem(400, "wait-malformed", "stop");
        Assert.Equal(0, edge.Sessions.Count);
    }

    [Fact]
    public async Task HeldPoll_IsAnsweredByAMessage()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();
        var held = edge.GetAsync(native.Query(20));
        await edge.WhenLoggedAsync(1002, log => Equals(log["Transport"], "longpoll"));

        await edge.PostAsync("", "Hi", native.Header);

        Assert.Equal("Hi", (await held).Json.GetProperty("messages")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task HeldPoll_IsAnsweredWhenItsTimeHasPassed()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();
        var held = edge.GetAsync(native.Query(5));
        await edge.WhenLoggedAsync(1002, log => Equals(log["Transport"], "longpoll"));
        edge.Time.Advance(TimeSpan.FromSeconds(4.75));
        Assert.False(held.IsCompleted);
        edge.Time.Advance(TimeSpan.FromSeconds(0.5));

        var answer = await held;

        Assert.Equal(0, answer.Json.GetProperty("messages").GetArrayLength());
        Assert.EndsWith(".0&wait=5", answer.Json.GetProperty("next").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondPoll_EndsTheFirstWithNoMessagesAndTheSameNext()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();
        var first = edge.GetAsync(native.Query(20));
        await edge.WhenLoggedAsync(1002, log => Equals(log["Transport"], "longpoll"));

        var second = edge.GetAsync(native.Query(20));
        var ended = await first;
        await edge.PostAsync("", "Hi", native.Header);

        Assert.Equal(0, ended.Json.GetProperty("messages").GetArrayLength());
        var next = (await second).Json.GetProperty("next").GetString()!;
        Assert.Equal(ended.Json.GetProperty("next").GetString()!.Replace(".0&", ".1&", StringComparison.Ordinal), next);
    }

    [Fact]
    public async Task Next_OfAPathThatNeedsEscapes_IsEscaped()
    {
        await using var host = await TestHost.StartAsync(
            builder => builder.Services.AddMultiTransport(),
            app => app.MapMultiTransport("/écho raum", (Session session, Message message) => session.SendAsync(message)));

        var answer = await Answer.OfAsync(host.Address("/%C3%A9cho%20raum?wait=0"), "GET", null);

        Assert.Equal(200, answer.Status);
        var next = answer.Json.GetProperty("next").GetString()!;
        Assert.StartsWith("/%C3%A9cho%20raum?after=v1.", next, StringComparison.Ordinal);
        Assert.Equal($"<{next}>; rel=\"next\"", answer.Head["Link"]);
        Assert.Equal(200, (await Answer.OfAsync(host.Address(next), "GET", null)).Status);
    }

    [Fact]
    public async Task ClosedSession_TellsCloseAndNoNext()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();
        await edge.PostAsync("", "last", native.Header);
        await edge.PostAsync("", "bye", native.Header);

        var answer = await edge.GetAsync(native.Query(20));

        Assert.Equal("last", answer.Json.GetProperty("messages")[0].GetProperty("text").GetString());
        Assert.Equal("closed", answer.Json.GetProperty("close").GetProperty("code").GetString());
        Assert.Equal("bye", answer.Json.GetProperty("close").GetProperty("reason").GetString());
        Assert.False(answer.Json.TryGetProperty("next", out _));
        Assert.Null(answer.Head["Link"]);
    }

    [Fact]
    public async Task OverrunLog_TellsTheGap()
    {
        await using var edge = await Edge.StartAsync(options => options.LogMessages = 2);
        var native = await edge.OpenNativeAsync();
        foreach (var text in new[] { "1", "2", "3", "4" })
        {
            await edge.PostAsync("", text, native.Header);
        }

        var answer = await edge.GetAsync(native.Query(0));

        Assert.Equal("""{"from":1,"to":2}""", answer.Json.GetProperty("gap").GetRawText());
        Assert.Equal([3, 4], answer.Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("number").GetInt32()));
    }
}
