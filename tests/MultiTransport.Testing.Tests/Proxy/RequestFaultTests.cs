using System.Text;

namespace MultiTransport.Testing.Tests.Proxy;

public sealed class RequestFaultTests
{
    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(408)]
    [InlineData(413)]
    [InlineData(414)]
    [InlineData(431)]
    public async Task AnsweredInstead_ChosenRequests_GetAPageAndTheRestPasses(int status)
    {
        await using var box = new Middlebox(new AnsweredInstead(status) { Where = Requests.Next(2, Requests.To("poll")) });
        await using var client = await box.ConnectAsync();
        foreach (var (target, expected) in ((string, int)[])[("/send", 200), ("/poll", status), ("/poll?x=1", status), ("/poll", 200)])
        {
            await client.RequestAsync("POST", target, Encoding.ASCII.GetBytes("the body"));
            if (expected == 200)
            {
                await (await box.Origin.NextAsync()).AnswerAsync("fine");
            }

            var response = await client.ReadResponseAsync().WithTimeout();
            Assert.Equal((expected, expected == 200 ? "text/plain" : "text/html"), (response.StatusCode, response.Head["Content-Type"]));
            await response.ReadTextAsync().WithTimeout();
        }

        Assert.Equal(0, box.Origin.Waiting);
    }

    [Fact]
    public async Task InterimAnswers_ComeBeforeTheRealOne()
    {
        await using var box = new Middlebox(new InterimAnswers());
        await using var client = await box.ConnectAsync();
        await client.RequestAsync("POST", "/poll", Encoding.ASCII.GetBytes("the body"), ("Connection", "close"));
        await (await box.Origin.NextAsync()).AnswerAsync("fine");

        var seen = Encoding.ASCII.GetString(await client.ReadToEndAsync().WithTimeout());
        Assert.Equal(["102", "103", "103", "200"], seen.Split('\n').Where(static line => line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)).Select(static line => line.Split(' ')[1]));
        Assert.EndsWith("fine", seen.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherProtocol_GreetsAndEnds_AndTheServerHearsNothing()
    {
        await using var box = new Middlebox(new AnotherProtocol());
        await using var client = await box.AskAsync("POST", "/poll", "the body");

        Assert.StartsWith("SSH-2.0-", Encoding.ASCII.GetString(await client.ReadToEndAsync().WithTimeout()), StringComparison.Ordinal);
        Assert.Equal(0, box.Origin.Waiting);
    }

    [Fact]
    public async Task AnsweredInstead_ForwardsFirst_ServerHandledIt()
    {
        await using var box = new Middlebox(new AnsweredInstead(502) { ForwardsFirst = true });
        await using var client = await box.AskAsync("POST", "/send", "the body");
        var request = await box.Origin.NextAsync();
        await request.AnswerAsync("never seen");

        var response = await client.ReadResponseAsync().WithTimeout();
        Assert.Equal(("the body", 502), (request.Body, response.StatusCode));
    }

    [Fact]
    public async Task AnsweredInstead_WhereContent_MeetsOnlyThat()
    {
        await using var box = new Middlebox(new AnsweredInstead(503) { WhereContent = body => body.AsSpan().IndexOf("bad"u8) >= 0 });
        await using var client = await box.AskAsync("POST", "/send", "very bad");
        Assert.Equal(503, (await client.ReadResponseAsync().WithTimeout()).StatusCode);
        await using var other = await box.AskAsync("POST", "/send", "good");

        Assert.Equal("good", (await box.Origin.NextAsync()).Body);
    }

    [Fact]
    public async Task AnsweredInstead_Closes_EndsTheConnectionOfALongUpload()
    {
        await using var box = new Middlebox(new AnsweredInstead(413) { Closes = true });
        await using var client = await box.AskAsync("POST", "/send", new string('x', 3_000_000));

        var answer = Encoding.ASCII.GetString(await client.ReadToEndAsync().WithTimeout());
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.False(client.WasReset);
    }

    [Fact]
    public async Task AnsweredInstead_407_AsksForALogin()
    {
        await using var box = new Middlebox();
        NamedFaults.Named("proxy-authentication").Apply(box.Proxy);
        await using var client = await box.AskAsync("POST", "/negotiate", "{}");

        var response = await client.ReadResponseAsync().WithTimeout();
        Assert.Equal((407, "Basic realm=\"proxy\""), (response.StatusCode, response.Head["Proxy-Authenticate"]));
        Assert.Equal(0, box.Origin.Connections);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://portal.example/login")]
    public async Task CaptivePortal_Everything_GetsItsPage(string? site)
    {
        await using var box = new Middlebox(new CaptivePortal { RedirectsTo = site is null ? null : new Uri(site) });
        await using var client = await box.ConnectAsync();
        foreach (var (method, upgrade) in ((string, string)[])[("GET", "x"), ("POST", "x"), ("GET", "Upgrade")])
        {
            await client.RequestAsync(method, "/x", null, (upgrade, "websocket"));
            var response = await client.ReadResponseAsync().WithTimeout();
            Assert.Equal((site is null ? 200 : 302, site), (response.StatusCode, response.Head["Location"]));
            Assert.StartsWith("<html>", await response.ReadTextAsync().WithTimeout(), StringComparison.Ordinal);
        }

        Assert.Equal(0, box.Origin.Connections);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(405)]
    [InlineData(501)]
    public async Task MethodsRefused_AllButGetAndPost_AreRefused(int status)
    {
        await using var box = new Middlebox(new MethodsRefused(status));
        await using var client = await box.ConnectAsync();
        foreach (var method in (string[])["GET", "OPTIONS", "PUT", "DELETE", "PATCH", "BREW", "POST"])
        {
            var passes = method is "GET" or "POST";
            await client.RequestAsync(method, "/x", []);
            if (passes)
            {
                await (await box.Origin.NextAsync()).AnswerAsync("fine");
            }

            var response = await client.ReadResponseAsync(method).WithTimeout();
            Assert.Equal(passes ? 200 : status, response.StatusCode);
            await response.ReadTextAsync().WithTimeout();
        }
    }

    [Fact]
    public async Task HeadersDropped_Unknown_KnownOnesArrive()
    {
        await using var box = new Middlebox(new HeadersDropped());
        await using var client = await box.AskAsync(headers: [("X-Own", "1"), ("MultiTransport-Session", "2"), ("Last-Event-ID", "3"), ("TE", "trailers"), ("Cookie", "4"), ("Accept", "5")]);

        var head = (await box.Origin.NextAsync()).Head;

        Assert.Equal(["Host", "Cookie", "Accept"], head.Headers.Select(header => header.Key));
    }

    [Theory]
    [InlineData("TE")]
    [InlineData("last-event-id")]
    public async Task HeadersDropped_Named_OthersArrive(string name)
    {
        await using var box = new Middlebox(new HeadersDropped { Names = [name] });
        await using var client = await box.AskAsync(headers: [("TE", "trailers"), ("Last-Event-ID", "3"), ("X-Own", "1")]);

        var head = (await box.Origin.NextAsync()).Head;

        Assert.Equal((null, 3, "1"), (head[name], head.Headers.Count, head["X-Own"]));
    }

    [Fact]
    public async Task HeaderNamesLowered_BothWays()
    {
        await using var box = new Middlebox(new HeaderNamesLowered());
        await using var client = await box.AskAsync("POST", "/x", "body", ("X-Own", "Value"));
        var request = await box.Origin.NextAsync();
        await request.AnswerAsync("fine", more: "X-Theirs: Value\r\n");

        Assert.Equal(["host", "content-length", "x-own"], request.Head.Headers.Select(header => header.Key));
        Assert.Equal(["content-type", "content-length", "x-theirs"], (await client.ReadResponseAsync().WithTimeout()).Head.Headers.Select(header => header.Key));
        Assert.Equal(("body", "Value"), (request.Body, request.Head["X-Own"]));
    }

    [Theory]
    [InlineData("url", 414, 100, 101)]
    [InlineData("header", 431, 100, 101)]
    [InlineData("body", 413, 100, 101)]
    public async Task Limits_OneByteMore_IsRefused(string what, int status, int most, int over)
    {
        Fault fault = what switch { "url" => new UrlLimited(most), "header" => new HeaderLimited(most), _ => new BodyLimited(most) };
        await using var box = new Middlebox(fault);
        async Task<RawHttp> Ask(int length) => what switch
        {
            "url" => await box.AskAsync(target: "/" + new string('x', length - 1)),
            "header" => await box.AskAsync(headers: ("X", new string('x', length - 3))),
            _ => await box.AskAsync("POST", "/x", new string('x', length)),
        };

        await using var fits = await Ask(most);
        await (await box.Origin.NextAsync()).AnswerAsync("fine");
        Assert.Equal(200, (await fits.ReadResponseAsync().WithTimeout()).StatusCode);

        await using var longer = await Ask(over);
        Assert.StartsWith($"HTTP/1.1 {status} ", Encoding.ASCII.GetString(await longer.ReadToEndAsync().WithTimeout()), StringComparison.Ordinal);
        Assert.Equal((0, false), (box.Origin.Waiting, longer.WasReset));
    }

    [Fact]
    public async Task BodyLimited_Chunked_IsCounted()
    {
        await using var box = new Middlebox(new BodyLimited(5));
        await using var client = await box.ConnectAsync();
        await client.SendAsync("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");

        Assert.Equal(413, (await client.ReadResponseAsync().WithTimeout()).StatusCode);
    }

    [Fact]
    public async Task RequestBodyHeld_Chunked_ArrivesWholeWithALength()
    {
        await using var box = new Middlebox(new RequestBodyHeld());
        await using var client = await box.ConnectAsync();
        await client.SendAsync("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n3\r\none\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", Encoding.ASCII.GetString((await client.ReadExactlyAsync(25).WithTimeout())!));
        Assert.Equal(0, box.Origin.Connections);

        await client.SendAsync("3\r\ntwo\r\n0\r\n\r\n");

        var request = await box.Origin.NextAsync();
        Assert.Equal(("onetwo", "6", null, null), (request.Body, request.Head["Content-Length"], request.Head["Transfer-Encoding"], request.Head["Expect"]));
    }

    [Fact]
    public async Task ChunkedRequestRefused_Chunked_Gets411()
    {
        await using var box = new Middlebox(new ChunkedRequestRefused());
        await using var client = await box.ConnectAsync();
        await client.SendAsync("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\n\r\n");
        Assert.Equal(411, (await client.ReadResponseAsync().WithTimeout()).StatusCode);
        await using var other = await box.AskAsync("POST", "/x", "body");

        Assert.Equal("body", (await box.Origin.NextAsync()).Body);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(null)]
    public async Task ContentRefused_BodyWithTheBytes_NeverArrives(int? status)
    {
        await using var box = new Middlebox(new ContentRefused(Encoding.ASCII.GetBytes("virus")) { Status = status });
        for (var i = 0; i < 2; i++)
        {
            await using var client = await box.AskAsync("POST", "/send", "with a virus inside");
            if (status is null)
            {
                Assert.Empty(await client.ReadToEndAsync().WithTimeout());
                Assert.True(client.WasReset);
            }
            else
            {
                Assert.Equal(status, (await client.ReadResponseAsync().WithTimeout()).StatusCode);
            }
        }

        await using var other = await box.AskAsync("POST", "/send", "healthy");
        Assert.Equal("healthy", (await box.Origin.NextAsync()).Body);
    }

    [Fact]
    public async Task Faults_OfAPlan_MeetOnlyThatConnection()
    {
        await using var box = new Middlebox();
        box.Proxy.Planner = connection => connection.Index == 1 ? new FaultPlan { Faults = [new AnsweredInstead(503)] } : FaultPlan.None;
        await using var first = await box.AskAsync();
        await (await box.Origin.NextAsync()).AnswerAsync("fine");
        Assert.Equal(200, (await first.ReadResponseAsync().WithTimeout()).StatusCode);
        await using var second = await box.AskAsync();
        Assert.Equal(503, (await second.ReadResponseAsync().WithTimeout()).StatusCode);

        box.Proxy.OpenConnections[0].Apply(new FaultPlan { Faults = [new AnsweredInstead(502)] });
        await first.ReadRawAsync(4).WithTimeout();
        await first.RequestAsync("GET", "/again");
        Assert.Equal(502, (await first.ReadResponseAsync().WithTimeout()).StatusCode);
    }

    [Fact]
    public async Task FaultPlan_OldNames_StillWork()
    {
        await using var box = new Middlebox();
        box.Proxy.Plan = new FaultPlan { StripUpgrade = true, TruncateResponseBody = 3, TruncateWhere = Requests.To("cut"), Cut = CutKind.Finish };
        await using var client = await box.AskAsync(target: "/cut", headers: [("Connection", "Upgrade"), ("Upgrade", "websocket")]);
        var request = await box.Origin.NextAsync();
        await request.AnswerAsync("whole");

        var response = await client.ReadResponseAsync().WithTimeout();
        Assert.Equal((null, "who", false), (request.Head["Upgrade"], await response.ReadTextAsync().WithTimeout(), response.Complete));
    }
}
