using MultiTransport.Testing;

namespace MultiTransport.Conformance.Sessions;

public class SwitchTests
{
    [Theory]
    [MemberData(nameof(TransportRows.Switches), MemberType = typeof(TransportRows))]
    public async Task Switch_WhileMessagesFlowBothWays_LosesAndDoublesNothing(string from, string to, bool viaPromote)
    {
        const int count = 600;
        await using var rig = await Rig.EchoAsync(static options => options.Overflow = OverflowPolicy.Wait);
        await using var client = await Clients.ConnectAsync(rig.Direct, from, new ProtocolClientOptions { PollInterval = TimeSpan.FromMilliseconds(1) });
        for (var i = 0; i < count / 2; i++)
        {
            client.Post($"{i}");
        }

        var switching = client.UseAsync(to, viaPromote);
        for (var i = count / 2; i < count; i++)
        {
            client.Post($"{i}");
        }

        await switching.WithTimeout();
        Assert.Equal(Enumerable.Range(0, count).Select(static i => $"{i}"), await client.TextsAsync(count));
        Assert.Equal(to, client.CurrentTransport);

        await client.SendAsync("after").WithTimeout();
        var after = await client.NextAsync();
        Assert.Equal("after", after.Text);
        Assert.Equal(to, after.Transport);
        client.AssertNoViolations();
    }

    [Fact]
    public async Task Candidate_CarriesNoMessages_UntilItIsPromoted()
    {
        await using var rig = await Rig.EchoAsync();
        await using var client = await Clients.ConnectAsync(rig.Direct, TransportName.LongPoll);

        await client.UseAsync(TransportName.Sse, viaPromote: true).WithTimeout();
        await client.SendAsync("x").WithTimeout();

        Assert.Equal(TransportName.Sse, (await client.NextAsync()).Transport);
        Assert.Equal(1, client.CountersOf(TransportName.Sse).Promotes);
        client.AssertNoViolations();
    }
}
