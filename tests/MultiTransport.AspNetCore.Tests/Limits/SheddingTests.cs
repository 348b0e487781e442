namespace MultiTransport.AspNetCore.Tests.Limits;

/// <summary>What the process cannot take is refused at the door with 503 and Retry-After, before those who are in feel it.</summary>
public sealed class SheddingTests
{
    private const int Budget = 1 << 20;

    private static EdgeSetup Small => new()
    {
        Builder = builder => builder.Services.Configure<MultiTransportServerOptions>(server => server.Limits.ByteBudget = Budget),
    };

    [Fact]
    public async Task Open_OverTheByteBudget_IsShedWhileTheAttachedGoOn()
    {
        await using var edge = await Edge.StartAsync(Small);
        var client = await edge.OpenAsync();
        await using var held = await client.HoldAsync("stream", client.Take());
        var budget = edge.Host.Services.GetRequiredService<SessionRegistry>().Budget;

        budget.Rent(Budget + 1);

        (await edge.NegotiateAsync()).IsProblem(503, "shed", "renegotiate");
        (await edge.GetAsync("?wait=0")).IsProblem(503, "shed", "renegotiate");
        await client.SendAsync(0, WireFrame.Text("Hi"));
        Assert.Equal("Hi", (await held.FrameAsync())?.PayloadText);
        budget.Return(Budget + 1);
        await edge.OpenAsync();
    }

    [Fact]
    public async Task Body_ThatComesSlowly_CountsForTheBudgetUntilItIsOver()
    {
        await using var edge = await Edge.StartAsync(Small);
        var budget = edge.Host.Services.GetRequiredService<SessionRegistry>().Budget;
        await using (var raw = await RawHttp.ConnectAsync(edge.Host.Port))
        {
            await raw.SendAsync(Encoding.ASCII.GetBytes($"POST {Edge.Path}/send HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 300000\r\n\r\n"));
            await raw.SendAsync(new byte[200_000]);
            await Eventually(() => budget.Used >= 200_000);
        }

        await Eventually(() => budget.Used == 0);
    }

    [Fact]
    public async Task SocketMessage_ThatComesSlowly_CountsForTheBudgetUntilItIsOver()
    {
        await using var edge = await Edge.StartAsync(Small);
        var budget = edge.Host.Services.GetRequiredService<SessionRegistry>().Budget;
        var client = await edge.OpenAsync();
        await using (var socket = await client.AttachedSocketAsync(client.Take()))
        {
            await socket.Raw.SendFrameAsync(RawWebSocketOpcode.Binary, new byte[100_000], fin: false);
            await Eventually(() => budget.Used >= 100_000);
        }

        await Eventually(() => budget.Used == 0);
    }

    [Fact]
    public async Task Open_WhileTheSweepIsOverdue_IsBusyAndTheAttachedGoOn()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var lifetime = edge.Host.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<LifetimeService>().Single();
        lifetime.Dispose(); // the timer that sweeps: as if no thread were left for it

        edge.Time.Advance(TimeSpan.FromSeconds(3.25));
        await edge.OpenAsync();
        edge.Time.Advance(TimeSpan.FromSeconds(0.25));

        Assert.Contains("MaxSweepDelay", (await edge.NegotiateAsync()).IsProblem(503, "busy", "resume").Detail, StringComparison.Ordinal);
        await using var events = await edge.HoldAsync("text/event-stream");
        Assert.Equal(("busy", """{"code":"busy"}"""), ((await events.EventAsync()) is var told ? (told?.Type, told?.Data) : default));
        Assert.Equal("Hi", Assert.Single((await client.PollAsync(0, 0, WireFrame.Text("Hi"))).Texts));

        lifetime.Sweep(); // late
        Assert.Equal(503, (await edge.NegotiateAsync()).Status);
        Assert.Equal("PressureBegan", (await edge.WhenLoggedAsync(2003)).Event.Name);
        edge.Time.Advance(TimeSpan.FromSeconds(0.25));
        lifetime.Sweep(); // in time
        await edge.OpenAsync();
        Assert.Equal("PressureEnded", (await edge.WhenLoggedAsync(2004)).Event.Name);
    }

    [Fact]
    public async Task Sockets_OverTheAddressesBound_AreBusy()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder => builder.Services.Configure<MultiTransportServerOptions>(server => server.Limits.MaxPendingAttachesPerAddress = 1),
        });
        await using var first = await edge.SocketAsync("/ws", SdkClient.SubProtocol);
        await using var second = await edge.SocketAsync("/ws", SdkClient.SubProtocol);

        var problem = new Answer(second.Handshake.Head, await second.Handshake.ReadBodyAsync().WithTimeout()).IsProblem(503, "busy", "resume");
        Assert.Contains("MaxPendingAttachesPerAddress", problem.Detail, StringComparison.Ordinal);
        edge.Time.Advance(TimeSpan.FromSeconds(5));
        await using var third = await edge.SocketAsync("/ws", SdkClient.SubProtocol);
        Assert.True(third.Accepted);
    }

    [Fact]
    public async Task Open_OverTheEndpointsBound_LeavesOtherEndpointsAlone()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Options = options => options.MaxSessions = 1,
            Pipeline = app => app.MapMultiTransport("/other", static (_, _) => default),
        });
        var first = await edge.OpenAsync();

        Assert.Equal("No more sessions: MaxSessions of /echo is reached.", (await edge.NegotiateAsync()).IsProblem(503, "too-many-sessions", "renegotiate").Detail);
        Assert.Equal(200, (await Answer.OfAsync(edge.Host.Address("/other/negotiate"), "POST", new Wish().ToJson())).Status);
        edge.Sessions.Kick(first.Session!.Id);
        await edge.OpenAsync();
    }

    private static async Task Eventually(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Delay(5, patience.Token); // the kernel has no signal for bytes that have not been read
        }
    }
}
