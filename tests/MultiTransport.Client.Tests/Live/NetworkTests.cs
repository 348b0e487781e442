using System.Text;

namespace MultiTransport.Client.Tests;

public sealed class NetworkTests
{
    [Fact]
    public async Task WebSocket_Cut_LosesAndRepeatsNothing()
    {
        await using var rig = await Rig.StartAsync();
        await using var session = rig.Connect(TransportNames.WebSocket, TransportNames.LongPolling);
        await session.TransportAsync(TransportNames.WebSocket);
        var messages = session.GetAsyncEnumerator();
        var sends = new List<Task>();
        for (var number = 0; number < 200; number++)
        {
            sends.Add(session.SendAsync($"{number}"));
            if (number % 50 == 25)
            {
                rig.Proxy.CutAll();
            }

            Assert.Equal($"{number}", await messages.NextAsync());
        }

        await Task.WhenAll(sends).WithTimeout();
        Assert.Equal(Enumerable.Range(0, 200).Select(number => $"{number}"), rig.Log.Texts);
    }

    [Fact]
    public async Task WebSocket_Swallowed_IsNotTakenAndTheSessionGoesOn()
    {
        await using var rig = await Rig.StartAsync();
        rig.Proxy.Requested = (connection, request) =>
        {
            if (request.Path.EndsWith("/ws", StringComparison.Ordinal))
            {
                connection.SetFlow(ProxyDirection.Down, ProxyFlow.Swallow);
            }
        };
        await using var session = rig.Connect(TransportNames.WebSocket, TransportNames.LongPolling);
        var messages = session.GetAsyncEnumerator();
        await session.SendAsync("Hi").WithTimeout();
        Assert.Equal("Hi", await messages.NextAsync());
        var attempt = await session.AttemptAsync(attempt => attempt.Transport == TransportNames.WebSocket);
        Assert.Equal(("failed", "no-answer"), (attempt.Verdict, attempt.Reason));
        Assert.Equal(TransportNames.LongPolling, session.Transport);
    }

    [Fact]
    public async Task WebSocket_KilledYoung_IsLeftAloneForAWhile()
    {
        await using var rig = await Rig.StartAsync();
        await using var session = rig.Connect(TransportNames.WebSocket, TransportNames.LongPolling);
        await session.TransportAsync(TransportNames.WebSocket);
        rig.Proxy.CutAll();
        await session.AttemptAsync(attempt => attempt.Reason == "died-young");
        await session.TransportAsync(TransportNames.LongPolling);
        var messages = session.GetAsyncEnumerator();
        await session.SendAsync("still here").WithTimeout();
        Assert.Equal("still here", await messages.NextAsync());
        Assert.Equal(1, rig.Requests("/ws"));
    }

    [Fact]
    public async Task Server_StartsAgainOnItsPort_SessionIsRenewedAndWhatWasNotWrittenArrives()
    {
        await using var rig = await Rig.StartAsync();
        await using var session = rig.Connect(TransportNames.LongPolling);
        await session.StateAsync(ClientState.Open);
        var id = session.Id;
        rig.Proxy.Down = true;
        rig.Proxy.CutAll();
        await rig.Host.DisposeAsync();
        await using var second = await Rig.StartAsync(port: rig.Host.Port);
        rig.Proxy.Down = false;
        var messages = session.GetAsyncEnumerator();
        await session.SendAsync("for the new one", new SendOptions { Key = "k" }).WithTimeout();
        Assert.Equal("for the new one", await messages.NextAsync());
        Assert.NotEqual(id, session.Id);
        Assert.Equal(["for the new one"], second.Log.Texts);
    }

    [Fact]
    public async Task Post_Replayed_IsHandedOverOnce()
    {
        await using var rig = await Rig.StartAsync(planner: _ => new FaultPlan { Replay = new ReplayPlan() });
        await using var session = rig.Connect(TransportNames.LongPolling);
        var messages = session.GetAsyncEnumerator();
        for (var number = 0; number < 50; number++)
        {
            await session.SendAsync($"{number}").WithTimeout();
            Assert.Equal($"{number}", await messages.NextAsync());
        }

        Assert.Equal(Enumerable.Range(0, 50).Select(number => $"{number}"), rig.Log.Texts);
    }

    [Theory]
    [InlineData(TransportNames.WebSocket)]
    [InlineData(TransportNames.ServerSentEvents)]
    [InlineData(TransportNames.Streaming)]
    [InlineData(TransportNames.LongPolling)]
    public async Task Messages_OverAFrame_GoBothWaysWhole(string transport)
    {
        await using var rig = await Rig.StartAsync(options => options.MaxMessageBytes = 300_000);
        await using var session = rig.Connect(transport, TransportNames.LongPolling);
        await session.ReachAsync(transport);
        var messages = session.GetAsyncEnumerator();
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(number => $"{number} ü\n "));
        await session.SendAsync(text).WithTimeout();
        Assert.Equal(text, await messages.NextAsync());
        var data = Encoding.UTF8.GetBytes(text);
        await session.SendAsync(data).WithTimeout();
        Assert.True(await messages.MoveNextAsync().WithTimeout());
        Assert.Equal(ClientMessage.FromBinary(data), messages.Current);
    }

    [Theory]
    [InlineData(TransportNames.WebSocket)]
    [InlineData(TransportNames.LongPolling)]
    public async Task Requests_BothWays_AreAnswered(string transport)
    {
        await using var rig = await Rig.StartAsync();
        var options = Rig.Options(transport, TransportNames.LongPolling);
        options.OnRequest = (question, _) => ValueTask.FromResult(ClientMessage.FromText($"re {question.Text}"));
        await using var session = ClientSession.Connect(rig.Url, options);
        await session.ReachAsync(transport);
        Assert.Equal("answer to ?", (await session.RequestAsync("?").WithTimeout()).Text);
        Assert.Equal(ClientMessage.FromBinary(new byte[] { 1, 2 }), await session.RequestAsync(new byte[] { 1, 2 }).WithTimeout());
        Assert.Equal("handler-failed", (await Assert.ThrowsAsync<SessionException>(() => session.RequestAsync("throw").WithTimeout())).Code);
        Assert.Equal("timeout", (await Assert.ThrowsAsync<SessionException>(() => session.RequestAsync("never", TimeSpan.FromMilliseconds(200)).WithTimeout())).Code);
        Assert.True(rig.Log.Sessions.TryPeek(out var server));
        Assert.Equal("re server", (await server.RequestAsync(Message.FromText("server"), TimeSpan.FromSeconds(20)).WithTimeout()).GetText());
    }

    [Theory]
    [InlineData(TransportNames.WebSocket)]
    [InlineData(TransportNames.ServerSentEvents)]
    [InlineData(TransportNames.LongPolling)]
    [InlineData(TransportNames.ShortPolling)]
    public async Task Close_OnEachTransport_LeavesNoConnection(string transport)
    {
        await using var rig = await Rig.StartAsync();
        var session = rig.Connect(transport, TransportNames.LongPolling);
        await session.ReachAsync(transport);
        var sent = session.SendAsync("last words");
        await session.CloseAsync("bye").WithTimeout();
        await sent.WithTimeout();
        foreach (var connection in rig.Proxy.OpenConnections)
        {
            await connection.Ended.WithTimeout();
        }

        Assert.Equal(["last words"], rig.Log.Texts);
        Assert.Equal("closed-by-client", (await session.Closed).Code);
    }

    [Fact]
    public async Task ConnectAsync_NothingThere_ThrowsWithTheCode()
    {
        await using var rig = await Rig.StartAsync();
        var options = Rig.Options();
        var error = await Assert.ThrowsAsync<SessionException>(() => ClientSession.ConnectAsync(new Uri(rig.Proxy.BaseAddress, "elsewhere"), options).WithTimeout());
        Assert.Equal("not-found", error.Code);
        options.ConnectTimeout = TimeSpan.FromMilliseconds(300);
        rig.Proxy.Down = true;
        error = await Assert.ThrowsAsync<SessionException>(() => ClientSession.ConnectAsync(rig.Url, options).WithTimeout());
        Assert.Equal("unreachable", error.Code);
    }

    [Fact]
    public async Task HandlerThrows_OnlyThatSendRejects()
    {
        await using var rig = await Rig.StartAsync();
        await using var session = await ClientSession.ConnectAsync(rig.Url, Rig.Options());
        var bad = session.SendAsync("throw");
        var good = session.SendAsync("silent");
        Assert.Equal("handler-failed", (await Assert.ThrowsAsync<SessionException>(() => bad.WithTimeout())).Code);
        await good.WithTimeout();
    }
}
