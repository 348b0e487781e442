using System.Text.Json;

namespace MultiTransport.AspNetCore.Tests.Negotiation;

/// <summary>Section 6.</summary>
public sealed class NegotiateEndpointTests
{
    [Fact]
    public async Task EmptyBody_MeansEverything()
    {
        await using var edge = await Edge.StartAsync();

        var answer = await edge.PostAsync("/negotiate", "");

        var negotiated = Negotiated.Parse(answer.Body);
        Assert.Equal("application/json", answer.Head["Content-Type"]);
        Assert.Equal(["websocket", "sse", "stream", "longpoll", "shortpoll"], negotiated.Transports.Select(transport => transport.Name));
        Assert.Equal(["ws", "sse", "stream", "poll", "poll"], negotiated.Transports.Select(transport => transport.Path));
        Assert.Equal(new NegotiatedLimits(65_536, 32_768, 524_288, 256, 1_048_576, 500, 524_288), negotiated.Limits);
        Assert.Equal((15, 20, 120), (negotiated.Heartbeat.TotalSeconds, negotiated.Hold.TotalSeconds, negotiated.Resume.TotalSeconds));
    }

    [Fact]
    public async Task FirstMessages_AreHandledAndAnswered()
    {
        await using var edge = await Edge.StartAsync();

        var answer = await edge.NegotiateAsync(new Wish { Messages = [WireMessage.OfText("one"), WireMessage.OfBinary([1, 2]), WireMessage.OfText("throw")] });

        var negotiated = Negotiated.Parse(answer.Body);
        Assert.Equal((3, 3, 0), (negotiated.Received, negotiated.Handled, negotiated.Position));
        Assert.Equal([new WireFail(3, "handler-failed")], negotiated.Fails);
        Assert.Equal("one", negotiated.Messages[0].Text);
        Assert.Equal([1, 2], negotiated.Messages[1].Bytes);
    }

    [Fact]
    public async Task FirstMessages_AreReadAgainWhereTheAnswerWasLost()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync(new Wish { Messages = [WireMessage.OfText("one")] });

        Assert.Equal(["one"], (await client.PollAsync(received: 0, upstream: 1)).Texts);
        Assert.Empty((await client.PollAsync(received: 1, upstream: 1)).Texts);
    }

    [Fact]
    public async Task FirstMessages_ThatTakeLong_AreNotWaitedForLongerThan50Milliseconds()
    {
        await using var edge = await Edge.StartAsync();
        var answering = edge.NegotiateAsync(new Wish { Messages = [WireMessage.OfText("wait")] });
        await edge.WhenHandledAsync("wait");
        await edge.Time.WhenTimerDueInAsync(TimeSpan.FromMilliseconds(50)).WithTimeout();
        edge.Time.Advance(TimeSpan.FromMilliseconds(50));

        var negotiated = Negotiated.Parse((await answering).Body);

        Assert.Equal((1, 0), (negotiated.Received, negotiated.Handled));
    }

    [Fact]
    public async Task Transports_AreTheLaddersOrderWithWhatFailedLast()
    {
        await using var edge = await Edge.StartAsync();

        var answer = await edge.NegotiateAsync(new Wish
        {
            Transports = ["longpoll", "quic", "sse", "websocket"],
            Failed = [("websocket", "closed \u001b[31m early\n"), ("unheard-of", "x")],
        });

        var transports = Negotiated.Parse(answer.Body).Transports;
        Assert.Equal(["sse", "longpoll", "websocket"], transports.Select(transport => transport.Name));
        Assert.Contains("closed \uFFFD[31m early\uFFFD", transports[2].Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownFields_AreIgnored()
    {
        await using var edge = await Edge.StartAsync();

        Assert.Equal(200, (await edge.PostAsync("/negotiate", """{"future":{"a":[1,{"b":null}]},"version":1}""")).Status);
    }

    public static TheoryData<string> Malformed =>
    [
        "{", "null", "[]", "1", "\"x\"", "{}{}", "{} x", "{'version':1}", "{\"version\":\"1\"}", "{\"version\":1.5}", "{\"version\":null}", "{\"version\":99999999999}", "{\"key\":5}",
        "{\"transports\":\"sse\"}", "{\"transports\":[1]}", "{\"failed\":[null]}", "{\"failed\":[{\"name\":null,\"reason\":\"x\"}]}",
        "{\"messages\":[null]}", "{\"messages\":[{}]}", "{\"messages\":[{\"text\":\"a\",\"binary\":\"AQ==\"}]}", "{\"messages\":[{\"text\":5}]}",
        "{\"messages\":[{\"binary\":\"not base64\"}]}", "{\"messages\":{}}", "{\"renew\":5}", "{/* comment */}", "{\"version\":1,}",
        "{\"messages\":[{\"text\":\"\\ud800\"}]}", "{\"messages\":[{\"text\":\"\\udc00\\ud800\"}]}", "{\"transports\":[\"\\ud800\"]}", "{\"key\":\"\\ud800\"}",
        "{\"\\ud800\":1}", "{\"x\":\"\u0000\"}", "{\"a\":[[[[[[[[1]]]]]]]]}", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Body_ThatIsMalformed_IsBodyMalformedAndOpensNothing(string body)
    {
        await using var edge = await Edge.StartAsync();

        (await edge.PostAsync("/negotiate", body)).IsProblem(400, "body-malformed", "stop");
        Assert.Equal(0, edge.Sessions.Count);
    }

    [Fact]
    public async Task Body_ThatIsNotUtf8_IsBodyMalformed()
    {
        await using var edge = await Edge.StartAsync();
        byte[][] bodies = [[0xFF], [.. "{\"messages\":[{\"text\":\""u8, 0xC3, 0x28, .. "\"}]}"u8], [.. "{\"key\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8], [0xFF, 0xFE, .. "{}"u8]];

        foreach (var body in bodies)
        {
            (await edge.PostAsync("/negotiate", body)).IsProblem(400, "body-malformed", "stop");
        }
    }

    [Fact]
    public async Task Nesting_OfEight_IsFineAndOfNineOrAMillionIsNot()
    {
        await using var edge = await Edge.StartAsync(options => options.MaxBodyBytes = 4 * 1024 * 1024);
        string Nested(int depth) => "{\"a\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";

        Assert.Equal(200, (await edge.PostAsync("/negotiate", Nested(8))).Status);
        (await edge.PostAsync("/negotiate", Nested(9))).IsProblem(400, "body-malformed", "stop");
        (await edge.PostAsync("/negotiate", Nested(1_000_000))).IsProblem(400, "body-malformed", "stop");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    public async Task AnotherVersion_IsVersionUnsupported(int version)
    {
        await using var edge = await Edge.StartAsync();

        (await edge.NegotiateAsync(new Wish { Version = version })).IsProblem(400, "version-unsupported", "stop");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("q83vEjRWeJCrze8SNFZ4k")]
    [InlineData("q83vEjRWeJCrze8SNFZ4kAA")]
    [InlineData("q83vEjRWeJCrze8SNFZ4kB")]
    [InlineData("q83vEjRWeJCrze8SNFZ4+A")]
    [InlineData("q83vEjRWeJCrze8SNFZ4k=")]
    public async Task AMalformedKey_IsKeyMalformed(string key)
    {
        await using var edge = await Edge.StartAsync();

        (await edge.NegotiateAsync(new Wish { Key = key })).IsProblem(400, "key-malformed", "stop");
    }

    [Fact]
    public async Task NoCommonTransport_IsTransportsNone()
    {
        await using var edge = await Edge.StartAsync(options => options.Transports = ["sse"]);

        (await edge.NegotiateAsync(new Wish { Transports = [] })).IsProblem(400, "transports-none", "stop");
        var problem = (await edge.NegotiateAsync(new Wish { Transports = ["websocket", "SSE"] })).IsProblem(400, "transports-none", "stop");

        Assert.EndsWith("offers: sse.", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TooManyMessages_IsBodyMalformedAndOneTooLarge413()
    {
        await using var edge = await Edge.StartAsync(options => (options.InboxMessages, options.MaxMessageBytes) = (2, 1000));
        WireMessage[] three = [WireMessage.OfText("1"), WireMessage.OfText("2"), WireMessage.OfText("3")];

        (await edge.NegotiateAsync(new Wish { Messages = three })).IsProblem(400, "body-malformed", "stop");
        (await edge.NegotiateAsync(new Wish { Messages = [WireMessage.OfText(new string('x', 1001))] })).IsProblem(413, "message-too-large", "stop");
        (await edge.NegotiateAsync(new Wish { Messages = [WireMessage.OfBinary(new byte[1001])] })).IsProblem(413, "message-too-large", "stop");

        Assert.Empty(edge.Handled);
        Assert.Equal(200, (await edge.NegotiateAsync(new Wish { Messages = three[..2] })).Status);
    }

    [Fact]
    public async Task ABodyOverTheLimit_IsBodyTooLarge()
    {
        await using var edge = await Edge.StartAsync(options => (options.MaxMessageBytes, options.MaxBodyBytes) = (1024, 16 * 1024));
        var body = JsonSerializer.Serialize(new { x = new string('x', 16 * 1024) });

        (await edge.PostAsync("/negotiate", body)).IsProblem(413, "body-too-large", "resume");
        (await edge.PostAsync("/negotiate", $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n", ("Transfer-Encoding", "chunked"))).IsProblem(413, "body-too-large", "resume");
    }

    [Fact]
    public async Task Renew_OfAMalformedCredential_IsSessionMalformed()
    {
        await using var edge = await Edge.StartAsync();

        (await edge.NegotiateAsync(new Wish { Renew = ("x", "y") })).IsProblem(400, "session-malformed", "stop");
        (await edge.PostAsync("/negotiate", """{"renew":{}}""")).IsProblem(400, "session-malformed", "stop");
    }

    [Fact]
    public async Task Renew_OfASessionThatNeverWas_IsSessionUnknown()
    {
        await using var edge = await Edge.StartAsync();

        (await edge.NegotiateAsync(new Wish { Renew = ("AQAAAGJ6b2xkb2lkb2ZkdQ", "T2jmW0qkT5wYQvWl3l0F2g") })).IsProblem(404, "session-unknown", "renegotiate");
    }

    [Fact]
    public async Task Renew_WithAWrongSecret_IsSecretWrong()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        (await edge.NegotiateAsync(new Wish { Renew = (client.IdText, "T2jmW0qkT5wYQvWl3l0F2g") })).IsProblem(403, "secret-wrong", "renegotiate");
    }

    [Fact]
    public async Task GoingAway_Is503()
    {
        await using var edge = await Edge.StartAsync();
        await edge.Host.Services.GetRequiredService<SessionRegistry>().DrainAsync(new DrainPlan(TimeSpan.Zero, 1), CancellationToken.None);

        (await edge.NegotiateAsync()).IsProblem(503, "going-away", "renegotiate");
        (await edge.GetAsync()).IsProblem(503, "going-away", "renegotiate");
    }
}
