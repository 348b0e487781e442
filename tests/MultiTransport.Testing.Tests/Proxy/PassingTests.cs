using System.Text;

namespace MultiTransport.Testing.Tests.Proxy;

/// <summary>What the proxy does where it has no fault: as little as possible.</summary>
public sealed class PassingTests
{
    [Fact]
    public async Task Requests_OneAfterAnother_GoThroughOneConnection()
    {
        await using var box = new Middlebox();
        await using var client = await box.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await client.RequestAsync("POST", $"/{i}", Encoding.ASCII.GetBytes($"body {i}"), ("X-Own", "a"));
            var request = await box.Origin.NextAsync();
            await request.AnswerAsync($"answer {i}", more: "X-Theirs: b\r\n");
            var response = await client.ReadResponseAsync().WithTimeout();

            Assert.Equal(($"POST /{i}", $"body {i}", "a"), (request.Line, request.Body, request.Head["X-Own"]));
            Assert.Equal(("b", $"answer {i}"), (response.Head["X-Theirs"], await response.ReadTextAsync().WithTimeout()));
        }

        Assert.Equal((1, 1, 3), (box.Origin.Connections, box.Proxy.ConnectionCount, box.Proxy.RequestCount));
    }

    [Fact]
    public async Task Requests_MoreThanAreKept_AreCountedAndTheOldestForgotten()
    {
        await using var box = new Middlebox();
        box.Proxy.RequestsKept = 2;
        await using var client = await box.ConnectAsync();
        for (var i = 0; i < 9; i++)
        {
            await client.RequestAsync("GET", $"/{i}");
            await (await box.Origin.NextAsync()).AnswerAsync("");
            await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout();
        }

        Assert.Equal(9, box.Proxy.RequestCount);
        Assert.InRange(box.Proxy.Requests.Count, 2, 4);
        Assert.Equal("/8", box.Proxy.Requests[^1].Target);
    }

    [Fact]
    public async Task Requests_Pipelined_AreAnsweredInOrder()
    {
        await using var box = new Middlebox();
        await using var client = await box.ConnectAsync();
        await client.SendAsync("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");

        await (await box.Origin.NextAsync()).AnswerAsync("one");
        Assert.Equal("one", await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
        await (await box.Origin.NextAsync()).AnswerAsync("two");
        Assert.Equal("two", await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
    }

    [Fact]
    public async Task HeldAnswer_EachChunk_ArrivesAsItIsWritten()
    {
        await using var box = new Middlebox();
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        await request.BeginAsync();
        var response = await client.ReadResponseAsync().WithTimeout();
        foreach (var text in (string[])["one", "two", "three"])
        {
            await request.ChunkAsync(text);
            Assert.Equal(text, Encoding.ASCII.GetString(await response.ReadAsync().WithTimeout()));
        }

        await request.EndAsync();
        Assert.Empty(await response.ReadAsync().WithTimeout());
        Assert.True(response.Complete);
    }

    [Fact]
    public async Task ChunkedRequest_WhileItIsSent_ReachesTheServer()
    {
        await using var box = new Middlebox();
        await using var client = await box.ConnectAsync();
        await client.SendAsync("POST /up HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
        await client.SendAsync("3\r\none\r\n");
        await client.SendAsync("3\r\ntwo\r\n0\r\n\r\n");

        var request = await box.Origin.NextAsync();
        await request.Connection.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        await request.AnswerAsync("got it");

        Assert.Equal("onetwo", request.Body);
        Assert.Equal("got it", await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ServerCutsAnAnswer_ClientSeesTheSame(bool reset)
    {
        await using var box = new Middlebox();
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        await request.BeginAsync();
        await request.ChunkAsync("one");
        var response = await client.ReadResponseAsync().WithTimeout();
        Assert.Equal("one", Encoding.ASCII.GetString(await response.ReadAsync().WithTimeout()));

        if (reset)
        {
            request.Connection.Reset();
        }
        else
        {
            request.Connection.FinishSending();
        }

        Assert.Empty(await response.ReadAsync().WithTimeout());
        Assert.Equal((false, reset), (response.Complete, client.WasReset));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ClientGoesWhileItsAnswerIsHeld_ServerSeesTheSame(bool reset)
    {
        await using var box = new Middlebox();
        await using var client = await box.AskAsync();
        await box.Origin.NextAsync();

        if (reset)
        {
            client.Reset();
        }
        else
        {
            client.FinishSending();
        }

        Assert.Equal(reset ? "RST" : "FIN", await box.Origin.NextEndAsync());
    }

    [Fact]
    public async Task ServerEndsAnIdleConnection_ClientSeesItsEnd()
    {
        await using var box = new Middlebox();
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        await request.AnswerAsync("one");
        await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout();

        request.Connection.FinishSending();

        Assert.Empty(await client.ReadToEndAsync().WithTimeout());
        Assert.False(client.WasReset);
    }

    [Fact]
    public async Task ConnectionClose_AfterTheAnswer_BothConnectionsEnd()
    {
        await using var box = new Middlebox();
        await using var client = await box.AskAsync(headers: ("Connection", "close"));
        await (await box.Origin.NextAsync()).AnswerAsync("bye", more: "Connection: close\r\n");

        Assert.EndsWith("\r\n\r\nbye", Encoding.ASCII.GetString(await client.ReadToEndAsync().WithTimeout()), StringComparison.Ordinal);
        Assert.Equal("FIN", await box.Origin.NextEndAsync());
    }

    [Fact]
    public async Task NoHttp_BytesPassBothWays()
    {
        await using var echo = new Echo();
        await using var proxy = FaultProxy.Start(echo.Port);
        await using var client = await RawHttp.ConnectAsync(proxy.Port).WithTimeout();

        await client.SendAsync("\u0016\u0003\u0001 not http");
        client.FinishSending();

        Assert.Equal("\u0016\u0003\u0001 not http", Encoding.Latin1.GetString(await client.ReadToEndAsync().WithTimeout()));
        Assert.Null(await (await proxy.Accepted.ReadAsync().AsTask().WithTimeout()).First.WithTimeout());
    }

    [Fact]
    public async Task Frames_LongAndShort_PassBothWays()
    {
        await using var box = new Middlebox();
        var (client, server) = await box.OpenAsync();
        await using var both = client;
        foreach (var length in (int[])[0, 1, 125, 126, 65_535, 65_536, 500_000])
        {
            await Task.WhenAll(
                client.SendBinaryAsync(new byte[length]), server.SendFrameAsync(RawWebSocketOpcode.Binary, new byte[length], masked: false),
                Task.Run(async () => Assert.Equal(length, (await server.ReadFrameAsync())?.Payload.Length)),
                Task.Run(async () => Assert.Equal(length, (await client.ReadFrameAsync())?.Payload.Length))).WithTimeout();
        }
    }

    [Fact]
    public async Task NoServer_ClientIsReset()
    {
        await using var box = new Middlebox();
        await box.Origin.DisposeAsync();
        await using var client = await box.AskAsync();

        Assert.Empty(await client.ReadToEndAsync().WithTimeout());
        Assert.True(client.WasReset);
    }
}
