namespace MultiTransport.AspNetCore.Tests.Hosting;

/// <summary>WebSockets that have not attached: bounded in time and number.</summary>
public sealed class PendingAttachesTests
{
    [Fact]
    public async Task Socket_WithoutAttach_IsToldAttachTimeoutAfter5Seconds()
    {
        await using var edge = await Edge.StartAsync();
        await using var socket = new SdkSocket(await edge.SocketAsync("/ws", SdkClient.SubProtocol));
        var pending = edge.Host.Services.GetRequiredService<PendingAttaches>();
        Assert.Equal(1, pending.Count);

        edge.Time.Advance(TimeSpan.FromSeconds(4.75));
        Assert.Equal(1, pending.Count);
        edge.Time.Advance(TimeSpan.FromSeconds(0.25));

        Assert.Equal(0, pending.Count);
        Assert.Equal(4113, (await socket.CloseAsync()).Code);
        Assert.Equal(4113, socket.Status);
    }

    [Fact]
    public async Task Socket_ThatOnlyPings_IsCutAfter5SecondsToo()
    {
        await using var edge = await Edge.StartAsync();
        await using var socket = new SdkSocket(await edge.SocketAsync("/ws", SdkClient.SubProtocol));
        await socket.Raw.SendFrameAsync(RawWebSocketOpcode.Ping, [1]);
        Assert.Equal(RawWebSocketOpcode.Pong, (await socket.Raw.ReadFrameAsync().WithTimeout())?.Opcode);
        await socket.Raw.SendFrameAsync(RawWebSocketOpcode.Binary, [1], fin: false);

        edge.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(4113, (await socket.CloseAsync()).Code);
    }

    [Fact]
    public async Task Socket_ThatNeverAnswersTheClose_IsCut()
    {
        await using var edge = await Edge.StartAsync();
        await using var socket = new SdkSocket(await edge.SocketAsync("/ws", SdkClient.SubProtocol));

        edge.Time.Advance(TimeSpan.FromSeconds(5));
        await socket.CloseAsync();
        await edge.Time.WhenTimerDueInAsync(TimeSpan.FromSeconds(2)).WithTimeout();
        edge.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Empty(await socket.Raw.Connection.ReadToEndAsync().WithTimeout());
    }

    [Fact]
    public async Task Socket_ThatAttached_IsNotCut()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());

        Assert.Equal(0, edge.Host.Services.GetRequiredService<PendingAttaches>().Count);
        edge.Time.Advance(TimeSpan.FromSeconds(6));
        await socket.SendAsync(WireFrame.Text("Hi"));

        await edge.WhenHandledAsync("Hi");
    }

    [Fact]
    public async Task Sockets_OverTheBound_AreBusyUntilOneAttachesOrLeaves()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder => builder.Services.Configure<MultiTransportServerOptions>(server => server.Limits.MaxPendingAttaches = 2),
        });
        var client = await edge.OpenAsync();
        await using var first = new SdkSocket(await edge.SocketAsync("/ws", SdkClient.SubProtocol));
        await using var second = new SdkSocket(await edge.SocketAsync("/ws", SdkClient.SubProtocol));

        await using var third = await edge.SocketAsync("/ws", SdkClient.SubProtocol);
        new Answer(third.Handshake.Head, await third.Handshake.ReadBodyAsync().WithTimeout()).IsProblem(503, "busy", "resume");

        await first.Raw.SendBinaryAsync(SdkClient.Body(client.Take()));
        await first.FrameAsync();
        await using var fourth = await edge.SocketAsync("/ws", SdkClient.SubProtocol);
        Assert.True(fourth.Accepted);
    }
}
