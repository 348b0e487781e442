namespace MultiTransport.AspNetCore.Tests.Hosting;

/// <summary>Section 10: a shutdown waits for acks up to the drain time, then everyone is told.</summary>
public sealed class LifetimeServiceTests
{
    private static EdgeSetup Draining => new()
    {
        Builder = builder => builder.Services.Configure<MultiTransportServerOptions>(server => server.DrainTimeout = TimeSpan.FromSeconds(5)),
    };

    [Fact]
    public async Task Stop_WithEveryTransportOpen_TellsEachGoingAway()
    {
        await using var edge = await Edge.StartAsync();
        var clients = new List<SdkClient>();
        for (var i = 0; i < 4; i++)
        {
            clients.Add(await edge.OpenAsync());
        }

        await using var socket = await clients[0].AttachedSocketAsync(clients[0].Take());
        await using var sse = await clients[1].HoldAsync("sse", clients[1].Take());
        await using var stream = await clients[2].HoldAsync("stream", clients[2].Take());
        var poll = clients[3].PostAsync("poll", clients[3].Take(hold: 20_000));
        await edge.WhenLoggedAsync(1002, log => Equals(log["Transport"], "longpoll"));
        await using var candidate = await clients[1].HoldAsync("stream", clients[1].Attach(WireAttachMode.Probe));
        await using var events = await edge.HoldAsync("text/event-stream");
        await events.EventAsync();
        await using var lines = await edge.HoldAsync("application/x-ndjson");
        await lines.LineAsync();
        await using var bare = await edge.SocketAsync();
        var native = await edge.OpenNativeAsync();
        var nativePoll = edge.GetAsync(native.Query(20));
        await edge.WhenLoggedAsync(1002, log => Equals(log["Transport"], "longpoll") && $"{log["Session"]}" == native.Id);

        var stopping = edge.Host.StopAsync();

        Assert.Equal(4201, (await socket.CloseAsync()).Code);
        Assert.Equal(4201, socket.Status);
        await socket.Raw.SendCloseAsync(4201);
        Assert.Equal(4201, (await sse.CloseAsync()).Code);
        Assert.Equal(4201, (await candidate.CloseAsync()).Code);
        Assert.Equal(4201, (await stream.CloseAsync()).Code);
        Assert.Equal(4201, (await poll).Close.Code);
        Assert.Equal(new SseEvent("renegotiate", """{"code":"going-away"}""", ""), await events.EventAsync());
        Assert.InRange(events.Events.Retry!.Value.TotalMilliseconds, 1000, 5000);
        Assert.Null(await events.EventAsync());
        var end = (await lines.LineAsync())!.Value.GetProperty("end");
        Assert.Equal(("going-away", "renegotiate"), (end.GetProperty("code").GetString(), end.GetProperty("action").GetString()));
        Assert.Equal(1001, (await bare.ReadMessageAsync().WithTimeout())?.CloseCode);
        await bare.SendCloseAsync(1001);
        Assert.Equal("going-away", (await nativePoll).Json.GetProperty("close").GetProperty("code").GetString());
        await stopping.WithTimeout(TimeSpan.FromSeconds(4));
        Assert.Equal(0, edge.Sessions.Count);
    }

    [Fact]
    public async Task Stop_WhileMessagesAreUnacked_WaitsForTheirAcks()
    {
        await using var edge = await Edge.StartAsync(Draining);
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());
        var important = client.Session!.SendAcknowledgedAsync(Message.FromText("important"));
        WireFrame frame;
        do
        {
            frame = await socket.FrameAsync();
        }
        while (frame.Type != WireFrameType.Text);

        var stopping = edge.Host.StopAsync();
        await edge.Time.WhenTimerDueInAsync(DrainPlan.Step).WithTimeout();
        edge.Time.Advance(DrainPlan.Step);
        Assert.False(stopping.IsCompleted);
        var refused = await edge.NegotiateAsync();
        refused.IsProblem(503, "going-away", "renegotiate");
        Assert.InRange(int.Parse(refused.Head["Retry-After"]!, System.Globalization.CultureInfo.InvariantCulture), 1, 5);
        await socket.SendAsync(WireFrame.Ack(1));
        await important.WithTimeout();
        edge.Time.Advance(DrainPlan.Step);

        Assert.Equal(4201, (await socket.CloseAsync()).Code);
        await socket.Raw.SendCloseAsync(4201);
        await stopping.WithTimeout(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Stop_WhileMessagesStayUnacked_EndsAfterAThirdOfTheDrainTimeout()
    {
        await using var edge = await Edge.StartAsync(Draining);
        var client = await edge.OpenAsync();
        await using var stream = await client.HoldAsync("stream", client.Take());
        await client.Session!.SendAsync("important");
        Assert.Equal("important", (await stream.FrameAsync())?.PayloadText);

        var stopping = edge.Host.StopAsync();
        await edge.Time.WhenTimerDueInAsync(DrainPlan.Step).WithTimeout();
        edge.Time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.False(stopping.IsCompleted);
        edge.Time.Advance(TimeSpan.FromSeconds(0.5)); // more than a third of five

        Assert.Equal(4201, (await stream.CloseAsync()).Code);
        await stopping.WithTimeout(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Stop_WithNothingUnacked_DoesNotWait()
    {
        await using var edge = await Edge.StartAsync(Draining);
        var client = await edge.OpenAsync();
        await using var stream = await client.HoldAsync("stream", client.Take());
        await using var bare = await edge.SocketAsync();
        await bare.SendTextAsync("Hi");
        Assert.Equal("Hi", (await bare.ReadMessageAsync().WithTimeout())?.Text);
        await using var events = await edge.HoldAsync("text/event-stream");
        await events.EventAsync();
        await edge.PostAsync("", "Hi", ("MultiTransport-Session", events.Response.Head["MultiTransport-Session"]!));
        Assert.Equal("Hi", (await events.EventAsync())?.Data);

        var stopping = edge.Host.StopAsync();

        Assert.Equal(4201, (await stream.CloseAsync()).Code);
        Assert.Equal(1001, (await bare.ReadMessageAsync().WithTimeout())?.CloseCode);
        await bare.SendCloseAsync(1001);
        Assert.Equal("renegotiate", (await events.EventAsync())?.Type);
        await stopping.WithTimeout(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Stop_WithASocketWhoseClientSaysNothing_CutsItAfterTwoSeconds()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());
        await using var bare = await edge.SocketAsync();

        var stopping = edge.Host.StopAsync();
        await socket.CloseAsync();
        Assert.Equal(1001, (await bare.ReadMessageAsync().WithTimeout())?.CloseCode);
        await edge.Time.WhenTimersAsync(3).WithTimeout(); // the sweep and one patience each
        edge.Time.Advance(TimeSpan.FromSeconds(2));

        await stopping.WithTimeout(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Start_WithAHostThatEndsTheDrainEarly_SaysSo()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder => builder.Services.Configure<MultiTransportServerOptions>(server => server.DrainTimeout = TimeSpan.FromMinutes(1)),
        });

        await edge.WhenLoggedAsync(2002, log => Equals(log["Host"], TimeSpan.FromSeconds(15)));
    }

    [Fact]
    public async Task Sweep_AfterAStop_IsOver()
    {
        await using var edge = await Edge.StartAsync();
        Assert.Equal(1, edge.Time.ActiveTimers);

        await edge.Host.StopAsync();

        Assert.Equal(0, edge.Time.ActiveTimers);
    }
}
