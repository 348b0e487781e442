using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>What a bounded buffer had to drop is told.</summary>
public class GapTests
{
    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Overrun_WhileItWasAway_IsAGap_AndTheRestComes(string client) => Stage.RunAsync(
        client,
        new ScenarioSetup
        {
            Options = static options =>
            {
                options.LogMessages = 10;
                options.Overflow = OverflowPolicy.DropOldest;
            },
        },
        async stage =>
        {
            var session = await stage.ConnectAsync();
            await session.UntilTransportAsync("websocket");
            var server = stage.Server.Sessions.Single();
            stage.Proxy.Down = true;
            stage.Proxy.CutAll();
            await session.UntilStateAsync("reconnecting");
            for (var i = 1; i <= 30; i++)
            {
                server.TrySend(Message.FromText($"{i}"));
            }

            stage.Proxy.Down = false;

            var gap = await session.Events.WhenAsync(static one => one.Name == "gap").WithTimeout();
            var (from, to) = (int.Parse(gap["from"]!), int.Parse(gap["to"]!));
            Assert.True(from <= to && to < 30, $"{gap}");
            var left = 30 - (to - from + 1);
            var texts = await session.TextsAsync(left);
            Assert.Equal(Enumerable.Range(1, 30).Where(i => i < from || i > to).Select(static i => $"{i}"), texts);
            await session.EchoAsync("after");
        });
}
