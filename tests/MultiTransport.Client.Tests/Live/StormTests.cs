namespace MultiTransport.Client.Tests;

public sealed class StormTests
{
    [Theory]
    [InlineData(1, TransportNames.WebSocket, TransportNames.LongPolling)]
    [InlineData(2, TransportNames.ServerSentEvents, TransportNames.LongPolling)]
    [InlineData(3, TransportNames.LongPolling)]
    [InlineData(4, TransportNames.ShortPolling)]
    [InlineData(5, TransportNames.WebSocket)]
    [InlineData(6, TransportNames.Streaming)]
    [InlineData(7, TransportNames.WebSocket, TransportNames.ServerSentEvents, TransportNames.Streaming, TransportNames.LongPolling, TransportNames.ShortPolling)]
    public async Task Messages_WhileConnectionsAreCut_ArriveOnceAndInOrder(int seed, params string[] transports)
    {
        const int Messages = 400;
        await using var rig = await Rig.StartAsync();
        var options = Rig.Options(transports);
        options.PollInterval = TimeSpan.FromMilliseconds(20);
        await using var session = ClientSession.Connect(rig.Url, options);
        await session.StateAsync(ClientState.Open);
        var random = new Random(seed);
        var gaps = 0;
        session.GapReceived += (_, _) => Interlocked.Increment(ref gaps);
        var receiving = Task.Run(async () =>
        {
            var next = 0;
            await foreach (var message in session)
            {
                Assert.True(message.Text == $"{next}", $"{message.Text} came in place of {next}");
                if (++next == Messages)
                {
                    return;
                }
            }
        });
        var sends = new List<Task>();
        for (var number = 0; number < Messages; number++)
        {
            sends.Add(session.SendAsync($"{number}"));
            if (random.Next(40) == 0)
            {
                rig.Proxy.CutAll(random.Next(2) == 0 ? CutKind.Reset : CutKind.Finish);
            }
            else if (random.Next(60) == 0 && rig.Proxy.OpenConnections is [.., var last])
            {
                last.CutAfterNext((ProxyDirection)random.Next(2), random.Next(200));
            }

            if (random.Next(4) == 0)
            {
                await Task.Delay(random.Next(10)); // so that cuts meet carriers in every state
            }
        }

        try
        {
            await receiving.WithTimeout(TimeSpan.FromSeconds(60));
            await Task.WhenAll(sends).WithTimeout(TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException($"{error.Message}\n{session.State} {session.Transport}, {session.BufferedAmount} bytes left\n{string.Join('\n', session.Attempts)}");
        }

        Assert.Equal(Enumerable.Range(0, Messages).Select(number => $"{number}"), rig.Log.Texts);
        Assert.Equal(0, gaps);
    }
}
