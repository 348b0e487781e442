namespace MultiTransport.AspNetCore.Tests.Transports.WebSockets;

/// <summary>RFC 6455, section 4, on a raw socket; both the bare URL and the SDK's path.</summary>
public sealed class HandshakeTests
{
    public static TheoryData<string> Paths => ["", "/ws"];

    [Theory]
    [InlineData("Zx8rNEkBE4xnwifpuh8DHQ==", "52Rg3vW4JQ1yWpkvFlsTsiezlqw=")]
    [InlineData("UdTUf90CC561cQXn4n5XRg==", "GZk41FJZSYY0CmsrZPGpUGRQzkY=")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")]
    public async Task Handshake_OfAKnownKey_AnswersItsAccept(string key, string accept)
    {
        await using var edge = await Edge.StartAsync();

        await using var bare = await edge.SocketAsync("", null, ("Sec-WebSocket-Key", key));
        await using var sdk = await edge.SocketAsync("/ws", SdkClient.SubProtocol, ("Sec-WebSocket-Key", key));

        foreach (var head in new[] { bare.Handshake.Head, sdk.Handshake.Head })
        {
            Assert.Equal((101, accept), (head.StatusCode, head["Sec-WebSocket-Accept"]));
            Assert.Equal("websocket", head["Upgrade"], ignoreCase: true);
            Assert.True(head.HasToken("Connection", "Upgrade"));
        }

        Assert.Null(bare.Handshake.Head["Sec-WebSocket-Protocol"]);
        Assert.Equal(SdkClient.SubProtocol, sdk.Handshake.Head["Sec-WebSocket-Protocol"]);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Handshake_WithTheWordsInOtherCase_IsAccepted(string path)
    {
        await using var edge = await Edge.StartAsync();

        await using var socket = await edge.SocketAsync(path, path.Length > 0 ? SdkClient.SubProtocol : null, ("Upgrade", "WebSocket"), ("Connection", "keep-alive, upgrade"));

        Assert.True(socket.Accepted);
    }

    [Theory]
    [InlineData("", "h2c")]
    [InlineData("/ws", "h2c")]
    [InlineData("", "TLS/1.2")]
    [InlineData("/ws", "websockets")]
    public async Task Upgrade_ToAnythingElse_IsUpgradeUnknown(string path, string upgrade)
    {
        await using var edge = await Edge.StartAsync();

        (await UpgradeAsync(edge, path, ("Upgrade", upgrade))).IsProblem(400, "upgrade-unknown", "stop");
    }

    [Theory]
    [InlineData("", "8")]
    [InlineData("/ws", "8")]
    [InlineData("/ws", "0")]
    [InlineData("/ws", "14")]
    [InlineData("", null)]
    [InlineData("/ws", null)]
    public async Task Handshake_OfAnotherVersion_Is426WithTheVersion(string path, string? version)
    {
        await using var edge = await Edge.StartAsync();

        var answer = await UpgradeAsync(edge, path, ("Sec-WebSocket-Version", version));

        answer.IsProblem(426, "websocket-version", "stop");
        Assert.Equal("13", answer.Head["Sec-WebSocket-Version"]);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("/ws", null)]
    [InlineData("", "")]
    [InlineData("/ws", "not base64!")]
    [InlineData("/ws", "AAAA")]
    [InlineData("", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Handshake_WithAMalformedKey_IsHandshakeMalformed(string path, string? key)
    {
        await using var edge = await Edge.StartAsync();

        (await UpgradeAsync(edge, path, ("Sec-WebSocket-Key", key))).IsProblem(400, "handshake-malformed", "stop");
        Assert.Equal(0, edge.Sessions.Count);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Handshake_WhoseConnectionHeaderAProxyTook_IsHandshakeMalformedAndLogged(string path)
    {
        await using var edge = await Edge.StartAsync();

        (await UpgradeAsync(edge, path, ("Connection", "close"), ("Via", "1.1 proxy"))).IsProblem(400, "handshake-malformed", "stop");

        var log = await edge.WhenLoggedAsync(4001);
        Assert.Equal(("websocket", "close", true, "1.1 proxy"), (log["Upgrade"], log["Connection"], log["HasKey"], log["Via"]));
    }

    [Fact]
    public async Task Ws_WithoutUpgrade_Is426UpgradeRequired()
    {
        await using var edge = await Edge.StartAsync();

        var answer = await edge.GetAsync("/ws");

        answer.IsProblem(426, "upgrade-required", "resume");
        Assert.Equal("websocket", answer.Head["Upgrade"]);
        Assert.True(answer.Head.HasToken("Connection", "Upgrade"));
        Assert.True(answer.Head.HasToken("Connection", "keep-alive")); // the next request, which asks how this one arrived, need not connect again
    }

    [Theory]
    [InlineData(null)]
    [InlineData("chat")]
    [InlineData("multitransport.v2")]
    [InlineData("MULTITRANSPORT.V1")]
    public async Task Ws_WithoutItsSubProtocol_IsProtocolUnsupported(string? protocol)
    {
        await using var edge = await Edge.StartAsync();

        (await UpgradeAsync(edge, "/ws", ("Sec-WebSocket-Protocol", protocol))).IsProblem(400, "protocol-unsupported", "stop");
    }

    [Fact]
    public async Task Ws_WithItsSubProtocolAmongOthers_ChoosesIt()
    {
        await using var edge = await Edge.StartAsync();

        await using var socket = await edge.SocketAsync("/ws", "chat, multitransport.v1");

        Assert.True(socket.Accepted);
        Assert.Equal(SdkClient.SubProtocol, socket.Handshake.Head["Sec-WebSocket-Protocol"]);
    }

    [Theory]
    [InlineData("b", "b")]
    [InlineData("x, b, a", "b")]
    [InlineData("a, b", "a")]
    [InlineData(null, null)]
    public async Task Bare_WithSubProtocols_GetsTheFirstOfItsOwnListThatIsSupported(string? wanted, string? chosen)
    {
        await using var edge = await Edge.StartAsync(options => options.SubProtocols = ["a", "b"]);

        await using var socket = await edge.SocketAsync("", wanted);

        Assert.True(socket.Accepted);
        Assert.Equal(chosen, socket.Handshake.Head["Sec-WebSocket-Protocol"]);
    }

    [Theory]
    [InlineData("c")]
    [InlineData("A")]
    [InlineData("multitransport.v1")]
    public async Task Bare_WithNoSupportedSubProtocol_IsProtocolUnsupportedAndOpensNothing(string wanted)
    {
        await using var edge = await Edge.StartAsync(options => options.SubProtocols = ["a", "b"]);

        var problem = (await UpgradeAsync(edge, "", ("Sec-WebSocket-Protocol", wanted))).IsProblem(400, "protocol-unsupported", "stop");

        Assert.Contains("accepted: a, b", problem.Detail, StringComparison.Ordinal);
        Assert.Equal(0, edge.Sessions.Count);
    }

    [Fact]
    public async Task Handshake_WithControlCharactersInItsHeaders_LogsThemWithoutTheControlCharacters()
    {
        await using var edge = await Edge.StartAsync();

        await UpgradeAsync(edge, "/ws", ("Connection", "close"), ("Via", "1.1 a\u001b[31mred\u0007\u007f\u0001 evil"), ("Sec-WebSocket-Key", null));
        await UpgradeAsync(edge, "/ws", ("Upgrade", null), ("Connection", "x\u001b]0;title\u0007"), ("Via", new string('v', 5000)));

        await edge.WhenLoggedAsync(4001, log => log["HasKey"] is true);
        var ours = edge.Host.Logs.Entries.Where(log => log.Category.StartsWith("MultiTransport", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(ours);
        Assert.All(ours, log => Assert.DoesNotContain(log.Text, char.IsControl));
        Assert.All(ours, log => Assert.InRange(log.Text.Length, 1, 500));
        Assert.Contains(ours, log => log.Text.Contains("1.1 a\uFFFD[31mred\uFFFD\uFFFD\uFFFD evil", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Via: a\r\n b\r\n")]
    [InlineData("Via: a\0b\r\n")]
    [InlineData("Vi a: x\r\n")]
    public async Task Handshake_WithHeadersThatAreNone_IsRefusedByTheServer(string header)
    {
        await using var edge = await Edge.StartAsync();
        await using var raw = await RawHttp.ConnectAsync(edge.Host.Port);
        await raw.SendAsync($"GET /echo HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}\r\n");

        var answer = await raw.ReadResponseAsync().WithTimeout();

        Assert.Equal(400, answer.StatusCode);
        Assert.Equal(0, edge.Sessions.Count);
    }

    private static async Task<Answer> UpgradeAsync(Edge edge, string path, params (string Name, string? Value)[] headers)
    {
        (string, string?)[] all = path.Length == 0 || headers.Any(header => header.Name == "Sec-WebSocket-Protocol")
            ? headers
            : [("Sec-WebSocket-Protocol", SdkClient.SubProtocol), .. headers];
        await using var socket = await edge.SocketAsync(path, null, all).WithTimeout();
        return new Answer(socket.Handshake.Head, await socket.Handshake.ReadBodyAsync().WithTimeout());
    }
}
