using MultiTransport.Testing;

namespace MultiTransport.Conformance.Sessions;

public class OverrunTests
{
    private const int Bound = 20;

    [Theory]
    [MemberData(nameof(TransportRows.All), MemberType = typeof(TransportRows))]
    public async Task DropOldest_TheClientLearnsWhichAreLost(string transport)
    {
        await using var rig = await Rig.EchoAsync(Bounded(OverflowPolicy.DropOldest));
        await using var client = await Clients.ConnectAsync(rig.Direct, transport, Slow());
        var session = rig.SessionOf(client);

        await FillAsync(session, 100);
        client.AcksPaused = false;

        await AssertAllButGapsAsync(client, 100, expectGap: true);
        client.AssertNoViolations();
    }

    [Theory]
    [MemberData(nameof(TransportRows.All), MemberType = typeof(TransportRows))]
    public async Task Wait_TheSenderWaits_AndNothingIsLost(string transport)
    {
        await using var rig = await Rig.EchoAsync(Bounded(OverflowPolicy.Wait));
        await using var client = await Clients.ConnectAsync(rig.Direct, transport, Slow());
        var session = rig.SessionOf(client);

        var sending = FillAsync(session, 100);
        await WaitForFullAsync(session);
        Assert.False(sending.IsCompleted);
        client.AcksPaused = false;

        Assert.Equal(Enumerable.Range(1, 100).Select(static i => $"{i}"), await client.TextsAsync(100));
        await sending.WithTimeout();
        client.AssertNoViolations();
    }

    [Theory]
    [InlineData(TransportName.WebSocket)]
    [InlineData(TransportName.Sse)]
    [InlineData(TransportName.Stream)]
    public async Task Disconnect_TheSessionEnds_AndTheClientIsTold(string transport)
    {
        await using var rig = await Rig.EchoAsync(Bounded(OverflowPolicy.Disconnect));
        await using var client = await Clients.ConnectAsync(rig.Direct, transport, Slow());
        var session = rig.SessionOf(client);

        await Assert.ThrowsAsync<SessionClosedException>(() => FillAsync(session, 100));

        var over = await client.Over.WithTimeout();
        Assert.Contains("slow-consumer", over.Message, StringComparison.Ordinal);
        Assert.Equal(0, rig.Sessions.Count);
    }

    [Theory]
    [MemberData(nameof(TransportRows.All), MemberType = typeof(TransportRows))]
    public async Task Detached_TheOldestGo_AndOneGapTellsOnReturn(string transport)
    {
        await using var rig = await Rig.EchoAsync(Bounded(OverflowPolicy.Disconnect));
        await using var client = await Clients.ConnectAsync(rig.Proxied, transport, new ProtocolClientOptions { PollInterval = TimeSpan.FromMilliseconds(1) });
        await client.SendAsync("0").WithTimeout();
        Assert.Equal("0", (await client.NextAsync()).Text);
        var session = rig.SessionOf(client);

        rig.Proxy.Down = true;
        rig.Proxy.CutAll();
        await DetachedAsync(session);
        await FillAsync(session, 100);
        rig.Proxy.Down = false;

        var gap = await client.NextAsync();
        Assert.Equal(MultiTransport.Testing.MessageKind.Gap, gap.Kind);
        Assert.Equal((2, 101 - Bound), (gap.Number, gap.Last));
        Assert.Equal(Enumerable.Range(101 - Bound, Bound).Select(static i => $"{i}"), await client.TextsAsync(Bound));
        client.AssertNoViolations();
    }

    private static Action<MultiTransportOptions> Bounded(OverflowPolicy policy) => options =>
    {
        options.LogMessages = Bound;
        options.Overflow = policy;
    };

    private static ProtocolClientOptions Slow() => new() { HandledWhenRead = true, PollInterval = TimeSpan.FromMilliseconds(1) };

    private static async Task FillAsync(Session session, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            await session.SendAsync($"{i}");
        }
    }

    private static async Task WaitForFullAsync(Session session)
    {
        while (session.HasRoom)
        {
            await Task.Yield();
        }
    }

    private static async Task DetachedAsync(Session session)
    {
        while (session.Phase != SessionPhase.Detached)
        {
            await Task.Yield();
        }
    }

    private static async Task AssertAllButGapsAsync(ProtocolClient client, int last, bool expectGap)
    {
        var next = 1L;
        var gaps = 0;
        while (next <= last)
        {
            var message = await client.NextAsync();
            Assert.Equal(next, message.Number);
            if (message.Kind == MultiTransport.Testing.MessageKind.Gap)
            {
                gaps++;
            }
            else
            {
                Assert.Equal($"{next}", message.Text);
            }

            next = message.Last + 1;
        }

        Assert.Equal(expectGap, gaps > 0);
    }
}
