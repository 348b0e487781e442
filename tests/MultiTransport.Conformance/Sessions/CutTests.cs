using MultiTransport.Testing;

namespace MultiTransport.Conformance.Sessions;

public class CutTests
{
    public static TheoryData<string, bool> Rows
    {
        get
        {
            var rows = new TheoryData<string, bool>();
            foreach (var transport in TransportName.All)
            {
                rows.Add(transport, true);
                rows.Add(transport, false);
            }

            return rows;
        }
    }

    /// <summary>Every connection is cut after a few bytes more than the one before, so that each byte of heads, frames and messages is once the last.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public async Task CutAtEveryByte_LosesAndDoublesNothing(string transport, bool isDown)
    {
        const int count = 40;
        await using var rig = await Rig.EchoAsync();
        await using var client = await ProtocolClient.NegotiateAsync(
            rig.Proxied, new ProtocolClientOptions { ReuseConnections = false, ReconnectDelay = TimeSpan.FromMilliseconds(1), PollInterval = TimeSpan.FromMilliseconds(1), MaxFailures = 5_000 }).WithTimeout();
        var connections = 0;
        rig.Proxy.Planner = _ =>
        {
            var limit = 100 + (Interlocked.Increment(ref connections) * 3);
            return isDown ? new FaultPlan { CutAfterDown = limit } : new FaultPlan { CutAfterUp = limit };
        };

        var switching = client.UseAsync(transport);
        for (var i = 0; i < count; i++)
        {
            client.Post($"message {i}");
        }

        await switching.WithTimeout();
        Assert.Equal(Enumerable.Range(0, count).Select(static i => $"message {i}"), await client.TextsAsync(count));
        await client.WhenAckedAsync().WithTimeout();
        Assert.True(connections > 10, $"only {connections} connections");
        client.AssertNoViolations();
    }

    [Theory]
    [MemberData(nameof(TransportRows.All), MemberType = typeof(TransportRows))]
    public async Task MessagesSentWhileDetached_AreThereOnResume(string transport)
    {
        await using var rig = await Rig.EchoAsync();
        await using var client = await Clients.ConnectAsync(rig.Proxied, transport, new ProtocolClientOptions { PollInterval = TimeSpan.FromMilliseconds(1) });
        await client.SendAsync("before").WithTimeout();
        var session = rig.SessionOf(client);

        rig.Proxy.Down = true;
        rig.Proxy.CutAll();
        for (var i = 0; i < 100; i++)
        {
            await session.SendAsync($"{i}");
        }

        rig.Proxy.Down = false;
        Assert.Equal("before", (await client.NextAsync()).Text);
        Assert.Equal(Enumerable.Range(0, 100).Select(static i => $"{i}"), await client.TextsAsync(100));
        client.AssertNoViolations();
    }

    [Theory]
    [MemberData(nameof(TransportRows.All), MemberType = typeof(TransportRows))]
    public async Task ReplayedPosts_AreHandedOverOnce(string transport)
    {
        const int count = 50;
        await using var rig = await Rig.EchoAsync();
        rig.Proxy.Plan = new FaultPlan { Replay = new ReplayPlan { Moment = ReplayMoment.Together } };
        await using var client = await Clients.ConnectAsync(
            rig.Proxied, transport, new ProtocolClientOptions { ReuseConnections = false, PollInterval = TimeSpan.FromMilliseconds(1), MaxFailures = 5_000 });

        for (var i = 0; i < count; i++)
        {
            client.Post($"{i}");
        }

        Assert.Equal(Enumerable.Range(0, count).Select(static i => $"{i}"), await client.TextsAsync(count));
        await client.WhenAckedAsync().WithTimeout();
        Assert.Equal(count, rig.SessionOf(client).Upstream.Handled);
        client.AssertNoViolations();
    }

    [Fact]
    public async Task ReplayedNegotiate_OpensOneSession()
    {
        await using var rig = await Rig.EchoAsync();
        rig.Proxy.Plan = new FaultPlan { Replay = new ReplayPlan { Moment = ReplayMoment.Together } };

        await using var client = await ProtocolClient.NegotiateAsync(rig.Proxied, new ProtocolClientOptions { FirstMessages = [WireMessage.OfText("once")] }).WithTimeout();

        Assert.Equal(1, rig.Sessions.Count);
        Assert.Equal(1, rig.SessionOf(client).Upstream.Handled);
    }
}
