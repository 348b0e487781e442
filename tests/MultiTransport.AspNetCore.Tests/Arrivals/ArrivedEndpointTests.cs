using System.Buffers.Text;
using System.Security.Cryptography;

namespace MultiTransport.AspNetCore.Tests.Arrivals;

/// <summary>What the server tells of a handshake that a browser can only call failed (PROTOCOL.md, section 7.7).</summary>
public sealed class ArrivedEndpointTests
{
    [Fact]
    public async Task Arrived_OfAHandshakeWithoutUpgrade_TellsWhatCameAndTheAnswer()
    {
        await using var edge = await Edge.StartAsync();
        var token = NewToken();

        (await edge.GetAsync($"/ws?try={token}", ("Connection", "close"), ("Sec-WebSocket-Key", "Zx8rNEkBE4xnwifpuh8DHQ=="), ("Via", "1.1 proxy"))).IsProblem(426, "upgrade-required", "resume");

        Assert.Equal(
            """{"arrived":true,"method":"GET","protocol":"HTTP/1.1","connection":"close","key":true,"via":"1.1 proxy","answered":426,"attached":false}""",
            (await AskAsync(edge, token)).Text);
    }

    [Fact]
    public async Task Arrived_OfAHandshakeWhoseConnectionAProxyRewrote_TellsUpgradeAndConnection()
    {
        await using var edge = await Edge.StartAsync();
        var token = NewToken();

        await using var socket = await edge.SocketAsync($"/ws?try={token}", SdkClient.SubProtocol, ("Connection", "keep-alive"));

        var told = (await AskAsync(edge, token)).Json;
        Assert.False(socket.Accepted);
        Assert.Equal(
            ("websocket", "keep-alive", "13", 400),
            (told.GetProperty("upgrade").GetString(), told.GetProperty("connection").GetString(), told.GetProperty("version").GetString(), told.GetProperty("answered").GetInt32()));
    }

    [Fact]
    public async Task Arrived_OfASocketThatNeverAttached_SaysAcceptedAndNotAttached()
    {
        await using var edge = await Edge.StartAsync();
        var token = NewToken();
        await using var socket = await edge.SocketAsync($"/ws?try={token}", SdkClient.SubProtocol);

        var told = (await AskAsync(edge, token)).Json;

        Assert.Equal((101, false), (told.GetProperty("answered").GetInt32(), told.GetProperty("attached").GetBoolean()));
    }

    [Fact]
    public async Task Arrived_OfASocketThatAttached_SaysSo()
    {
        await using var edge = await Edge.StartAsync();
        var token = NewToken();
        var client = await edge.OpenAsync();
        await using var socket = new SdkSocket(await edge.SocketAsync($"/ws?try={token}", SdkClient.SubProtocol));
        await socket.Raw.SendBinaryAsync(SdkClient.Body(client.Take()));
        await socket.FrameAsync();

        Assert.True((await AskAsync(edge, token)).Json.GetProperty("attached").GetBoolean());
    }

    [Fact]
    public async Task Arrived_OfATokenThatNeverCame_SaysNotArrived()
    {
        await using var edge = await Edge.StartAsync();

        Assert.False((await AskAsync(edge, NewToken())).Json.GetProperty("arrived").GetBoolean());
    }

    [Fact]
    public async Task Arrived_After60Seconds_IsForgotten()
    {
        await using var edge = await Edge.StartAsync();
        var token = NewToken();
        await edge.GetAsync($"/ws?try={token}");

        edge.Time.Advance(TimeSpan.FromSeconds(59.75));
        Assert.True((await AskAsync(edge, token)).Json.GetProperty("arrived").GetBoolean());
        edge.Time.Advance(TimeSpan.FromSeconds(0.25));

        Assert.False((await AskAsync(edge, token)).Json.GetProperty("arrived").GetBoolean());
    }

    [Fact]
    public async Task Arrived_OfMoreThanAreKept_TheOldestIsForgotten()
    {
        await using var edge = await Edge.StartAsync();
        string[] tokens = [.. Enumerable.Range(0, AspNetCore.Arrivals.MaxCount + 1).Select(_ => NewToken())];

        await Parallel.ForEachAsync(tokens[..1], async (token, _) => await edge.GetAsync($"/ws?try={token}"));
        await Parallel.ForEachAsync(tokens[1..], async (token, _) => await edge.GetAsync($"/ws?try={token}"));

        Assert.False((await AskAsync(edge, tokens[0])).Json.GetProperty("arrived").GetBoolean());
        Assert.True((await AskAsync(edge, tokens[^1])).Json.GetProperty("arrived").GetBoolean());
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AQAAAGJ6b2xkb2lkb2ZkdQx")]
    [InlineData("AQAAAGJ6b2xkb2lk/2ZkdQ")]
    [InlineData("a body that is much longer than any token could be, so that it need not even be read")]
    public async Task Arrived_WithABodyThatIsNoToken_IsTokenMalformed(string body)
    {
        await using var edge = await Edge.StartAsync();

        (await edge.PostAsync("/arrived", body)).IsProblem(400, "token-malformed", "stop");
    }

    [Fact]
    public async Task Handshake_WithATokenThatIsNone_IsServedAndNotNoted()
    {
        await using var edge = await Edge.StartAsync();

        await using var socket = await edge.SocketAsync($"/ws?try={new string('x', 1000)}", SdkClient.SubProtocol);

        Assert.True(socket.Accepted);
    }

    private static Task<Answer> AskAsync(Edge edge, string token) => edge.PostAsync("/arrived", token);

    private static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}
