namespace MultiTransport.Client.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task Connect_SendInTheSameTurn_IsAnsweredByTheFirstExchange()
    {
        await using var rig = await Rig.StartAsync();
        await using var session = rig.Connect();
        var sent = session.SendAsync("Hi");
        var messages = session.GetAsyncEnumerator();
        Assert.Equal("Hi", await messages.NextAsync());
        await sent.WithTimeout();
        Assert.Equal("negotiate", rig.Proxy.Requests[0].Path.Split('/')[^1]);
        Assert.Equal(["Hi"], rig.Log.Texts);
    }

    [Theory]
    [InlineData(TransportNames.WebSocket)]
    [InlineData(TransportNames.ServerSentEvents)]
    [InlineData(TransportNames.Streaming)]
    [InlineData(TransportNames.LongPolling)]
    [InlineData(TransportNames.ShortPolling)]
    public async Task Send_EachTransport_EchoesInOrder(string transport)
    {
        await using var rig = await Rig.StartAsync();
        await using var session = rig.Connect([transport, TransportNames.LongPolling]);
        await session.ReachAsync(transport);
        Assert.Equal(transport, session.Transport);
        var sends = Enumerable.Range(0, 100).Select(number => session.SendAsync($"message {number}")).ToList();
        var messages = session.GetAsyncEnumerator();
        for (var number = 0; number < 100; number++)
        {
            Assert.Equal($"message {number}", await messages.NextAsync());
        }

        await Task.WhenAll(sends).WithTimeout();
        Assert.Equal(0, session.BufferedAmount);
    }

    [Fact]
    public async Task Climb_NothingBlocked_ReachesTheWebSocket()
    {
        await using var rig = await Rig.StartAsync();
        await using var session = rig.Connect();
        await session.TransportAsync(TransportNames.WebSocket);
        Assert.Equal(ClientState.Open, session.State);
    }

    [Fact]
    public async Task Climb_UpgradeStripped_ReachesAHeldResponse()
    {
        await using var rig = await Rig.StartAsync(planner: _ => new FaultPlan { StripUpgrade = true });
        await using var session = rig.Connect();
        await session.UntilAsync(() => session.Transport is TransportNames.ServerSentEvents or TransportNames.Streaming, "a held response");
        var attempt = await session.AttemptAsync(attempt => attempt.Transport == TransportNames.WebSocket);
        Assert.Equal(("failed", "refused"), (attempt.Verdict, attempt.Reason));
    }
}
