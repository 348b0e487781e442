using System.Net.Sockets;
using System.Text;

namespace MultiTransport.Testing.Tests.Proxy;

public sealed class ConnectionFaultTests
{
    [Theory]
    [InlineData(CutKind.Reset)]
    [InlineData(CutKind.Finish)]
    public async Task KilledAfter_ItsTime_EndsBothSides(CutKind kind)
    {
        await using var box = new Middlebox(new KilledAfter(TimeSpan.FromSeconds(5), kind));
        var (client, server) = await box.OpenAsync();
        await using var both = client;
        await client.SendTextAsync("one");
        Assert.Equal("one", (await server.ReadFrameAsync().WithTimeout())?.Text);

        box.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(await client.ReadFrameAsync().WithTimeout());
        Assert.Null(await server.ReadFrameAsync().WithTimeout());
        Assert.Equal((kind == CutKind.Reset, kind == CutKind.Reset), (client.Connection.WasReset, server.Connection.WasReset));
    }

    [Fact]
    public async Task KilledAfter_Silently_NothingArrivesAnyMoreOnEitherSide()
    {
        await using var box = new Middlebox(new KilledAfter(TimeSpan.FromSeconds(5), CutKind.Silent));
        var (client, server) = await box.OpenAsync();
        await using var both = client;
        var connection = box.Proxy.OpenConnections[0];
        box.Clock.Advance(TimeSpan.FromSeconds(5));

        await client.SendTextAsync("lost");
        await server.SendFrameAsync(RawWebSocketOpcode.Text, "lost"u8.ToArray(), masked: false);
        var reading = server.ReadFrameAsync();
        client.Connection.Reset();
        await connection.ClientEnded.WithTimeout();

        Assert.False(connection.Ended.IsCompleted);
        Assert.False(reading.IsCompleted);
        await box.Proxy.DisposeAsync().WithTimeout();
        Assert.Null(await reading.WithTimeout());
        Assert.Equal(client.Handshake.Head.ToBytes().Length, connection.BytesDown);
    }

    [Fact]
    public async Task Cut_SilentWhileAnAnswerIsHeld_ClientHearsNothing()
    {
        await using var box = new Middlebox();
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        var connection = box.Proxy.OpenConnections[0];
        connection.Cut(CutKind.Silent);

        await request.AnswerAsync("lost");
        client.FinishSending();
        await connection.ClientEnded.WithTimeout();
        request.Connection.FinishSending();

        Assert.Empty(await client.ReadToEndAsync().WithTimeout());
        Assert.Equal(0, connection.BytesDown);
    }

    [Fact]
    public async Task IdleKilled_AfterSilence_CountsFromTheLastByte()
    {
        await using var box = new Middlebox(new IdleKilled(TimeSpan.FromSeconds(10)));
        var (client, server) = await box.OpenAsync();
        await using var both = client;
        for (var i = 0; i < 3; i++)
        {
            box.Clock.Advance(TimeSpan.FromSeconds(9));
            await client.SendTextAsync("life");
            Assert.Equal("life", (await server.ReadFrameAsync().WithTimeout())?.Text);
            await box.Clock.WhenTimerDueInAsync(TimeSpan.FromSeconds(10)).WithTimeout(); // the byte may arrive before it is counted
        }

        box.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(box.Proxy.OpenConnections[0].WasCut);
        box.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await client.ReadFrameAsync().WithTimeout());
        Assert.Null(await server.ReadFrameAsync().WithTimeout());
    }

    [Fact]
    public async Task IdleKilled_OnlyUpgraded_SparesRequests()
    {
        await using var box = new Middlebox(new IdleKilled(TimeSpan.FromSeconds(10)) { OnlyUpgraded = true });
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        box.Clock.Advance(TimeSpan.FromSeconds(30));

        await request.AnswerAsync("late");

        Assert.Equal("late", await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
    }

    [Fact]
    public async Task LifetimeLimited_TrafficOrNot_EndsWhatTakesLonger()
    {
        await using var box = new Middlebox(new LifetimeLimited(TimeSpan.FromSeconds(8)));
        await using var client = await box.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await client.RequestAsync("POST", "/poll", []);
            var poll = await box.Origin.NextAsync();
            box.Clock.Advance(TimeSpan.FromSeconds(7));
            await poll.AnswerAsync("in time");
            Assert.Equal("in time", await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
        }

        await client.RequestAsync("POST", "/sse", []);
        var request = await box.Origin.NextAsync();
        await request.BeginAsync();
        var response = await client.ReadResponseAsync().WithTimeout();
        for (var i = 0; i < 7; i++)
        {
            box.Clock.Advance(TimeSpan.FromSeconds(1));
            await request.ChunkAsync("tick");
            Assert.Equal("tick", Encoding.ASCII.GetString(await response.ReadAsync().WithTimeout()));
        }

        box.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(await response.ReadAsync().WithTimeout());
        Assert.Equal((false, "FIN"), (response.Complete, await box.Origin.NextEndAsync()));
    }

    [Fact]
    public async Task LifetimeLimited_OfUpgrades_OthersLive()
    {
        await using var box = new Middlebox(new LifetimeLimited(TimeSpan.FromSeconds(2), CutKind.Reset) { Where = Requests.Upgrade });
        var (client, _) = await box.OpenAsync();
        await using var both = client;
        await using var plain = await box.AskAsync();
        var request = await box.Origin.NextAsync();

        box.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Null(await client.ReadFrameAsync().WithTimeout());
        Assert.True(client.Connection.WasReset);
        await request.AnswerAsync("fine");
        Assert.Equal("fine", await (await plain.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
    }

    [Fact]
    public async Task OriginTimeout_BeforeTheHead_Answers504()
    {
        await using var box = new Middlebox(new OriginTimeout(TimeSpan.FromSeconds(8)));
        await using var client = await box.AskAsync();
        await box.Origin.NextAsync();
        await box.Clock.WhenTimerDueInAsync(TimeSpan.FromSeconds(8)).WithTimeout();
        box.Clock.Advance(TimeSpan.FromSeconds(8));

        var response = await client.ReadResponseAsync().WithTimeout();
        Assert.Equal((504, "text/html"), (response.StatusCode, response.Head["Content-Type"]));
        Assert.Contains("504", await response.ReadTextAsync().WithTimeout(), StringComparison.Ordinal);
        Assert.Equal("RST", await box.Origin.NextEndAsync());

        await client.RequestAsync("GET", "/next");
        await (await box.Origin.NextAsync()).AnswerAsync("fine");
        Assert.Equal("fine", await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
    }

    [Fact]
    public async Task OriginTimeout_InTheBody_CutsIt()
    {
        await using var box = new Middlebox(new OriginTimeout(TimeSpan.FromSeconds(8)));
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        await request.BeginAsync();
        await request.ChunkAsync("one");
        var response = await client.ReadResponseAsync().WithTimeout();
        Assert.Equal("one", Encoding.ASCII.GetString(await response.ReadAsync().WithTimeout()));

        Assert.Empty(await box.RunUntilAsync(response.ReadAsync()));
        Assert.Equal((false, true), (response.Complete, client.WasReset));
        Assert.InRange(box.Clock.Elapsed, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(16));
    }

    [Fact]
    public async Task Link_Latency_IsForEachPieceAndDoesNotAddUp()
    {
        await using var box = new Middlebox(new Link { LatencyDown = TimeSpan.FromMilliseconds(300) });
        await using var client = await box.AskAsync();
        var request = await box.Origin.NextAsync();
        await client.RequestAsync("GET", "/next");
        await request.BeginAsync();
        await request.ChunkAsync("one");
        await request.ChunkAsync("two");
        await request.EndAsync();
        await box.Origin.NextAsync(); // comes when all of the first answer is on its way

        box.Clock.Advance(TimeSpan.FromMilliseconds(299));
        Assert.Equal(0, box.Proxy.OpenConnections[0].BytesDown);
        box.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("onetwo", await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
    }

    [Fact]
    public async Task Link_LatencyUp_IsThatOfTheOtherDirection()
    {
        await using var box = new Middlebox(new Link { LatencyUp = TimeSpan.FromMilliseconds(300) });
        await using var client = await box.AskAsync();
        await box.Clock.WhenTimerDueInAsync(TimeSpan.FromMilliseconds(300)).WithTimeout();
        box.Clock.Advance(TimeSpan.FromMilliseconds(299));
        Assert.Equal(0, box.Proxy.OpenConnections[0].BytesUp);
        box.Clock.Advance(TimeSpan.FromMilliseconds(1));

        await (await box.Origin.NextAsync()).AnswerAsync("fine");
        Assert.Equal("fine", await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
    }

    [Fact]
    public async Task Link_Jitter_IsAddedAndReordersNothing()
    {
        await using var box = new Middlebox(new Link { LatencyUp = TimeSpan.FromMilliseconds(10), Jitter = TimeSpan.FromMilliseconds(50) });
        var (opening, accepting) = (RawWebSocket.ConnectAsync(new Uri(box.Proxy.BaseAddress, "ws")), box.Origin.NextAsync());
        await box.Clock.WhenTimersAsync(1).WithTimeout();
        Assert.InRange(box.Clock.NextDue!.Value, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(60));
        box.Clock.Advance(TimeSpan.FromMilliseconds(60));
        var request = await accepting;
        await request.AcceptAsync();
        await box.Clock.WhenTimersAsync(1).WithTimeout();
        box.Clock.Advance(TimeSpan.FromMilliseconds(60));
        await using var client = await opening.WithTimeout();
        var server = RawWebSocket.Over(request.Connection);

        for (var i = 0; i < 20; i++)
        {
            await client.SendTextAsync($"{i}");
        }

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal($"{i}", (await box.RunUntilAsync(server.ReadFrameAsync()))?.Text);
        }
    }

    [Fact]
    public async Task Link_BytesPerSecond_IsKept()
    {
        await using var box = new Middlebox(new Link { BytesPerSecondDown = 10 });
        await using var client = await box.AskAsync();
        await (await box.Origin.NextAsync()).Connection.SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
        var connection = box.Proxy.OpenConnections[0];

        var response = await box.RunUntilAsync(client.ReadResponseAsync());

        Assert.Equal((204, 27L, TimeSpan.FromMilliseconds(2_700)), (response.StatusCode, connection.BytesDown, box.Clock.Elapsed));
    }

    [Fact]
    public async Task RandomResets_SameSeed_SameFate()
    {
        var fates = new List<long>();
        for (var run = 0; run < 2; run++)
        {
            await using var box = new Middlebox(new RandomResets(3, 0.1));
            var (client, server) = await box.OpenAsync();
            await using var both = client;
            var connection = box.Proxy.OpenConnections[0];
            try
            {
                while (true)
                {
                    await client.SendTextAsync("x");
                    if (await server.ReadFrameAsync().WithTimeout() is null)
                    {
                        break;
                    }
                }
            }
            catch (IOException)
            {
                // reset while sending
            }

            Assert.True(connection.WasCut);
            fates.Add(connection.BytesUp);
        }

        Assert.Equal(fates[0], fates[1]);
    }

    [Fact]
    public async Task MaxConnections_OneMore_WaitsUntilOneCloses()
    {
        await using var box = new Middlebox();
        box.Proxy.MaxConnections = 2;
        await using var first = await box.AskAsync();
        await using var second = await box.AskAsync();
        await box.Origin.NextAsync();
        await box.Origin.NextAsync();
        await using var third = await box.AskAsync(target: "/third");
        Assert.Equal((2, 0), (box.Proxy.ConnectionCount, box.Origin.Waiting));

        first.Reset();

        var request = await box.Origin.NextAsync();
        await request.AnswerAsync("served");
        Assert.Equal(("GET /third", 3), (request.Line, box.Proxy.ConnectionCount));
        Assert.Equal("served", await (await third.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
    }

    [Fact]
    public async Task MaxConnections_DisposedWhileSomeWait_EndsAll()
    {
        await using var box = new Middlebox();
        box.Proxy.MaxConnections = 1;
        await using var first = await box.AskAsync();
        await box.Origin.NextAsync();
        await using var second = await box.AskAsync();
        await using var third = await box.AskAsync();

        await box.Proxy.DisposeAsync().WithTimeout();

        foreach (var client in (RawHttp[])[first, second, third])
        {
            Assert.Empty(await client.ReadToEndAsync().WithTimeout());
        }
    }

    [Fact]
    public async Task Down_NewConnection_IsReset()
    {
        await using var box = new Middlebox();
        box.Proxy.Down = true;

        // It may be so fast that even connecting fails.
        var error = await Record.ExceptionAsync(async () =>
        {
            await using var client = await box.ConnectAsync();
            Assert.Empty(await client.ReadToEndAsync().WithTimeout());
            Assert.True(client.WasReset);
        });

        Assert.True(error is null or SocketException, $"{error}");
        Assert.Equal(0, box.Origin.Connections);
    }

    [Fact]
    public async Task Add_InMidFlight_WatchesLiveConnectionsUntilUndone()
    {
        await using var box = new Middlebox();
        var (client, server) = await box.OpenAsync();
        await using var both = client;

        using (box.Proxy.Add(new KilledAfter(TimeSpan.FromSeconds(5))))
        {
            Assert.Equal(1, box.Clock.ActiveTimers);
        }

        Assert.Equal(0, box.Clock.ActiveTimers);
        box.Proxy.Add(new IdleKilled(TimeSpan.FromSeconds(5)));
        box.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await server.ReadFrameAsync().WithTimeout());
    }

    [Fact]
    public async Task SetFlow_Hold_LosesNothing()
    {
        await using var box = new Middlebox();
        var (client, server) = await box.OpenAsync();
        await using var both = client;
        box.Proxy.SetFlowAll(ProxyDirection.Up, ProxyFlow.Hold);
        await client.SendTextAsync("one");
        await server.SendFrameAsync(RawWebSocketOpcode.Text, "down"u8.ToArray(), masked: false);
        Assert.Equal("down", (await client.ReadFrameAsync().WithTimeout())?.Text);

        box.Proxy.SetFlowAll(ProxyDirection.Up, ProxyFlow.Forward);

        Assert.Equal("one", (await server.ReadFrameAsync().WithTimeout())?.Text);
    }
}
