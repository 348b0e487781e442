using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>An application may choose the transport.</summary>
public class UseTests
{
    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Use_MovesUpAndDown_WhileMessagesFlow(string client) => Stage.TogetherAsync(client, async stage =>
    {
        const int count = 50;
        var session = await stage.ConnectAsync(new ScenarioOptions { PollInterval = TimeSpan.FromMilliseconds(20) });
        var sent = 0;
        var sends = new List<Task>();
        foreach (var transport in (string[])["shortpoll", "stream", "longpoll", "sse", "websocket", "stream", "shortpoll", "websocket"])
        {
            sends.AddRange(Enumerable.Range(sent, count).Select(i => session.SendAsync($"{i}")));
            await session.UseAsync(transport).WithTimeout();
            Assert.Equal(Enumerable.Range(sent, count).Select(static i => $"{i}"), await session.TextsAsync(count));
            sent += count;
            await session.UntilTransportAsync(transport); // a poll that was on its way may have ended it once more
            await session.EchoAsync("by it");
        }

        await Task.WhenAll(sends).WithTimeout();
        Assert.Equal("websocket", stage.Server.Sessions.Single().Transport);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Use_Stays_AndUseOfNothing_ClimbsAgain(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync();
        await session.UseAsync("longpoll").WithTimeout();
        stage.Proxy.CutAll();
        await session.EchoAsync("still polled");
        Assert.Equal("longpoll", (await session.LookAsync()).Transport);

        await session.UseAsync(null).WithTimeout();

        await session.UntilTransportAsync("websocket");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Use_OfWhatIsBlocked_IsRejected_AndTheSessionGoesOn(string client) => Stage.RunAsync(client, async stage =>
    {
        stage.Proxy.Add(new UpgradeStripped());
        var session = await stage.ConnectAsync();
        await session.UntilStateAsync("open");

        await Assert.ThrowsAsync<ClientFailureException>(() => session.UseAsync("websocket").WithTimeout());

        await session.EchoAsync("goes on");
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Use_OfWhatTheServerDoesNotOffer_IsRejected(string client) => Stage.RunAsync(
        client, new ScenarioSetup { Options = static options => options.Transports = ["longpoll"] }, async stage =>
        {
            var session = await stage.ConnectAsync();
            await session.UntilStateAsync("open");

            await session.UseAsync("websocket").FailsAsync("not-offered");

            await session.EchoAsync("goes on");
        });
}
