using System.Text;

namespace MultiTransport.Testing.Tests.Proxy;

public sealed class UpgradeFaultTests
{
    [Theory]
    [InlineData(StrippedHeaders.UpgradeAndToken, null, "keep-alive", true)]
    [InlineData(StrippedHeaders.ConnectionToken, "websocket", "keep-alive", true)]
    [InlineData(StrippedHeaders.UpgradeOnly, null, "keep-alive, Upgrade", true)]
    [InlineData(StrippedHeaders.Everything, null, "keep-alive", false)]
    public async Task UpgradeStripped_Handshake_ArrivesAsAPlainGet(StrippedHeaders what, string? upgrade, string connection, bool hasKey)
    {
        await using var box = new Middlebox(new UpgradeStripped { What = what });
        await using var client = await box.AskAsync(
            headers: [("Connection", "keep-alive, Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Key", "abc"), ("Cookie", "a=b")]);

        var request = await box.Origin.NextAsync();
        await request.AnswerAsync("no");

        Assert.Equal((upgrade, connection, hasKey, "a=b"), (request.Head["Upgrade"], request.Head["Connection"], request.Head["Sec-WebSocket-Key"] is not null, request.Head["Cookie"]));
        Assert.Equal(200, (await client.ReadResponseAsync().WithTimeout()).StatusCode);
    }

    [Theory]
    [InlineData(403, null)]
    [InlineData(404, null)]
    [InlineData(426, null)]
    [InlineData(502, null)]
    [InlineData(503, null)]
    [InlineData(504, null)]
    [InlineData(200, "")]
    [InlineData(200, "<html>Welcome</html>")]
    public async Task AnsweredInstead_Handshake_IsRefusedAndTheRestPasses(int status, string? body)
    {
        await using var box = new Middlebox(new AnsweredInstead(status) { Body = body, Where = Requests.Upgrade });
        await using var socket = await RawWebSocket.ConnectAsync(new Uri(box.Proxy.BaseAddress, "ws")).WithTimeout();

        Assert.Equal(status, socket.Handshake.StatusCode);
        var text = await socket.Handshake.ReadTextAsync().WithTimeout();
        Assert.Equal(body ?? $"{status}", body is null ? text.Split("<title>")[1][..3] : text);
        Assert.Equal(0, box.Origin.Connections);

        await socket.Connection.RequestAsync("GET", "/plain");
        await (await box.Origin.NextAsync()).AnswerAsync("fine");
        Assert.Equal("fine", await (await socket.Connection.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
    }

    [Fact]
    public async Task AnsweredInstead_AfterATime_AnswersThen()
    {
        await using var box = new Middlebox(new AnsweredInstead(200) { Body = "", After = TimeSpan.FromSeconds(3), Where = Requests.Upgrade });
        var opening = RawWebSocket.ConnectAsync(new Uri(box.Proxy.BaseAddress, "ws"));
        await box.Clock.WhenTimerDueInAsync(TimeSpan.FromSeconds(3)).WithTimeout();
        Assert.False(opening.IsCompleted);

        box.Clock.Advance(TimeSpan.FromSeconds(3));

        await using var socket = await opening.WithTimeout();
        Assert.Equal(200, socket.Handshake.StatusCode);
    }

    [Fact]
    public async Task HandshakeBlackHoled_Handshake_IsNeverAnsweredAndNeverForwarded()
    {
        await using var box = new Middlebox(new HandshakeBlackHoled());
        await using var client = await box.AskAsync(headers: [("Connection", "Upgrade"), ("Upgrade", "websocket")]);
        var connection = await box.Proxy.Accepted.ReadAsync().AsTask().WithTimeout();
        await connection.First.WithTimeout();

        client.FinishSending();

        Assert.Empty(await client.ReadToEndAsync().WithTimeout());
        await connection.Ended.WithTimeout();
        Assert.Equal((0, 0L), (box.Origin.Connections, connection.BytesDown));
    }

    [Theory]
    [InlineData(ProxyDirection.Up)]
    [InlineData(ProxyDirection.Down)]
    [InlineData(null)]
    public async Task FramesSwallowed_InADirection_TheOtherAndTheEndPass(ProxyDirection? direction)
    {
        await using var box = new Middlebox(new FramesSwallowed { Direction = direction });
        var (client, server) = await box.OpenAsync();
        await using var both = client;

        await client.SendTextAsync("up");
        await server.SendFrameAsync(RawWebSocketOpcode.Text, "down"u8.ToArray(), masked: false);
        client.Connection.FinishSending();
        server.Connection.FinishSending();

        Assert.Equal(direction == ProxyDirection.Down ? "up" : null, (await server.ReadFrameAsync().WithTimeout())?.Text);
        Assert.Equal(direction == ProxyDirection.Up ? "down" : null, (await client.ReadFrameAsync().WithTimeout())?.Text);
        Assert.Null(await server.ReadFrameAsync().WithTimeout());
        Assert.Null(await client.ReadFrameAsync().WithTimeout());
    }

    [Fact]
    public async Task FramesSwallowed_SwitchedOnInMidFlight_TakesHoldAtOnce()
    {
        await using var box = new Middlebox();
        var (client, server) = await box.OpenAsync();
        await using var both = client;
        await client.SendTextAsync("one");
        Assert.Equal("one", (await server.ReadFrameAsync().WithTimeout())?.Text);

        var met = new TaskCompletionSource();
        using (box.Proxy.Add(new FramesSwallowed { Direction = ProxyDirection.Up, Where = _ => met.TrySetResult() || true }))
        {
            await client.SendTextAsync("two");
            await met.Task.WithTimeout();
        }

        await client.SendTextAsync("three");
        Assert.Equal("three", (await server.ReadFrameAsync().WithTimeout())?.Text);
    }

    [Fact]
    public async Task ReservedBitCorrupted_FrameDown_ArrivesWithTheBit()
    {
        await using var box = new Middlebox(new ReservedBitCorrupted { Index = 1 });
        var (client, server) = await box.OpenAsync();
        await using var both = client;

        await server.SendFrameAsync(RawWebSocketOpcode.Text, "a"u8.ToArray(), masked: false);
        await server.SendFrameAsync(RawWebSocketOpcode.Text, new byte[70_000], masked: false);
        await server.SendFrameAsync(RawWebSocketOpcode.Text, "c"u8.ToArray(), masked: false);

        var frames = new List<(int, int)>();
        for (var i = 0; i < 3; i++)
        {
            var frame = await client.ReadFrameAsync().WithTimeout();
            frames.Add((frame!.Reserved, frame.Payload.Length));
        }

        Assert.Equal([(0, 1), (4, 70_000), (0, 1)], frames);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FrameContentRefused_FrameWithTheBytes_EndsTheConnection(bool masked)
    {
        await using var box = new Middlebox(new FrameContentRefused(Encoding.ASCII.GetBytes("virus")));
        var (client, server) = await box.OpenAsync();
        await using var both = client;
        await client.SendTextAsync("fine");
        Assert.Equal("fine", (await server.ReadFrameAsync().WithTimeout())?.Text);

        await client.SendFrameAsync(RawWebSocketOpcode.Text, "a virus here"u8.ToArray(), masked: masked);

        Assert.Null(await server.ReadFrameAsync().WithTimeout());
        Assert.Null(await client.ReadFrameAsync().WithTimeout());
        Assert.True(client.Connection.WasReset && server.Connection.WasReset);
    }
}
