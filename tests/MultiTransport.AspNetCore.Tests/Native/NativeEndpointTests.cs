namespace MultiTransport.AspNetCore.Tests.Native;

/// <summary>Section 8: what Accept chooses.</summary>
public sealed class NativeEndpointTests
{
    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("text/event-stream", "text/event-stream")]
    [InlineData("text/event-stream, */*", "text/event-stream")]
    [InlineData("application/x-ndjson", "application/x-ndjson")]
    [InlineData("application/jsonl", "application/x-ndjson")]
    [InlineData("APPLICATION/X-NDJSON", "application/x-ndjson")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8")]
    [InlineData("text/event-stream;q=0.5, application/x-ndjson;q=0.9", "application/x-ndjson")]
    [InlineData("application/json;q=0, */*", "text/event-stream")]
    [InlineData("application/json;q=0.1, text/event-stream;q=0.1", "application/json")]
    public async Task Get_ByAccept_GivesTheType(string? accept, string expected)
    {
        await using var edge = await Edge.StartAsync();
        await using var raw = await edge.BeginAsync("GET", "?wait=0", null, accept is null ? [] : [("Accept", accept)]);

        var response = await raw.ReadResponseAsync().WithTimeout();

        Assert.Equal((200, expected), (response.StatusCode, response.Head["Content-Type"]));
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/xml")]
    [InlineData("application/json;q=0")]
    [InlineData("nonsense")]
    [InlineData("*/*;q=0")]
    public async Task Get_OfWhatIsNotThere_IsNotAcceptable(string accept)
    {
        await using var edge = await Edge.StartAsync();

        var problem = (await edge.GetAsync("", ("Accept", accept))).IsProblem(406, "not-acceptable", "stop");

        Assert.Contains("application/json, text/event-stream, application/x-ndjson, application/jsonl, text/html", problem.Detail, StringComparison.Ordinal);
        Assert.Equal(0, edge.Sessions.Count);
    }

    [Fact]
    public async Task Get_OfATransportThatIsOff_IsNotAcceptable()
    {
        await using var edge = await Edge.StartAsync(options => options.Transports = ["websocket", "longpoll"]);

        var problem = (await edge.GetAsync("", ("Accept", "text/event-stream"))).IsProblem(406, "not-acceptable", "stop");

        Assert.DoesNotContain("it has application/json, text/event-stream", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OfHtml_IsHelpWithoutASession()
    {
        await using var edge = await Edge.StartAsync();

        var page = await edge.GetAsync("", ("Accept", "text/html"), ("Host", "\"><script>alert(1)</script>"));

        Assert.Equal(0, edge.Sessions.Count);
        Assert.DoesNotContain("<script>", page.Text, StringComparison.OrdinalIgnoreCase);
        page = await edge.GetAsync("", ("Accept", "text/html"));
        Assert.Contains($"curl &#39;http://127.0.0.1:{edge.Host.Port}/echo?wait=0&#39;".Replace("&#39;", "'", StringComparison.Ordinal), page.Text, StringComparison.Ordinal);
        Assert.Equal("default-src 'none'", page.Head["Content-Security-Policy"]);
    }

    [Theory]
    [InlineData("PUT", "", "GET, POST")]
    [InlineData("DELETE", "", "GET, POST")]
    [InlineData("HEAD", "", "GET, POST")]
    [InlineData("GET", "/negotiate", "POST")]
    [InlineData("GET", "/poll", "POST")]
    [InlineData("GET", "/sse", "POST")]
    [InlineData("PATCH", "/stream", "POST")]
    [InlineData("GET", "/send", "POST")]
    [InlineData("GET", "/close", "POST")]
    [InlineData("POST", "/ws", "GET, CONNECT")]
    public async Task Request_ByAnotherMethod_IsMethodNotAllowed(string method, string path, string allow)
    {
        await using var edge = await Edge.StartAsync();

        var answer = await Answer.OfAsync(edge.Address(path), method, null);

        Assert.Equal(allow, answer.Head["Allow"]);
        if (method == "HEAD")
        {
            Assert.Equal((405, ""), (answer.Status, answer.Text));
        }
        else
        {
            answer.IsProblem(405, "method-not-allowed", "stop");
        }
    }

    [Fact]
    public async Task Request_OfAPathThatIsNotThere_IsNotOurs()
    {
        await using var edge = await Edge.StartAsync(options => options.Transports = ["longpoll"]);

        Assert.Equal(404, (await edge.PostAsync("/nothing", "")).Status);
        Assert.Equal(404, (await edge.PostAsync("/sse", "")).Status);
        Assert.Equal(404, (await edge.GetAsync("/ws")).Status);
    }

    [Fact]
    public async Task Request_WithAVeryLongUrlOrHeader_IsRefusedWithoutHarm()
    {
        await using var edge = await Edge.StartAsync();

        Assert.Equal(414, (await edge.GetAsync($"?after={new string('x', 100_000)}")).Status);
        Assert.Equal(431, (await edge.GetAsync("", ("Last-Event-ID", new string('x', 100_000)))).Status);
        (await edge.GetAsync($"?after={new string('x', 4000)}")).IsProblem(400, "place-malformed", "renegotiate");
        (await edge.GetAsync($"?wait={new string('1', 4000)}")).IsProblem(400, "wait-malformed", "stop");
        var problem = (await edge.GetAsync("", ("Accept", $"x/{new string('y', 4000)}"))).IsProblem(406, "not-acceptable", "stop");
        Assert.True(problem.Detail!.Length < 400, problem.Detail);
        Assert.Equal(0, edge.Sessions.Count);
    }

    [Fact]
    public async Task Get_OverABoundOfSessions_IsTooManySessionsAndSseRenegotiates()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder => builder.Services.Configure<MultiTransportServerOptions>(server => server.Limits.MaxSessions = 1),
        });
        await edge.OpenNativeAsync();

        var problem = (await edge.GetAsync()).IsProblem(503, "too-many-sessions", "renegotiate");
        (await edge.NegotiateAsync()).IsProblem(503, "too-many-sessions", "renegotiate");
        await using var socket = await edge.SocketAsync();
        await using var events = await edge.HoldAsync("text/event-stream");

        Assert.Contains("MaxSessions", problem.Detail, StringComparison.Ordinal);
        Assert.Equal(503, socket.Handshake.StatusCode);
        Assert.Equal("""{"code":"too-many-sessions"}""", (await events.EventAsync())?.Data);
    }
}
