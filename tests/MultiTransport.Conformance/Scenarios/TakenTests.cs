using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>PROTOCOL.md, 13.6: a message is acknowledged when it was taken, not when it arrived.</summary>
public class TakenTests
{
    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task MessagesBeforeTheFirstListener_AreKept_AndNotAcknowledged(string client) => Stage.RunAsync(client, async stage =>
    {
        stage.Play.OnMessage = static (_, _) => ValueTask.CompletedTask;
        var session = await stage.ConnectAsync(new ScenarioOptions { Listen = false }, "opens");
        var server = await stage.Play.Opened.ReadAsync().AsTask().WithTimeout();
        var taken = server.SendAcknowledgedAsync(Message.FromText("kept"));
        await session.SendAsync("what is sent carries acks").WithTimeout();
        await session.SendAsync("this one too").WithTimeout();
        Assert.False(taken.IsCompleted);

        await session.ListenAsync();

        Assert.Equal("kept", (await session.NextMessageAsync()).Text);
        await session.SendAsync("and this one").WithTimeout();
        await taken.WithTimeout();
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Iterator_TakesAMessageWhenItAsksForTheNext(string client) => Stage.RunAsync(client, async stage =>
    {
        stage.Play.OnMessage = static (_, _) => ValueTask.CompletedTask;
        var session = await stage.ConnectAsync(new ScenarioOptions { Listen = false }, "opens");
        var server = await stage.Play.Opened.ReadAsync().AsTask().WithTimeout();
        var first = server.SendAcknowledgedAsync(Message.FromText("first"));
        Assert.Equal("first", (await session.NextAsync().WithTimeout())!.Text);
        await session.SendAsync("what is sent carries acks").WithTimeout();
        Assert.False(first.IsCompleted);

        var next = session.NextAsync();
        await session.SendAsync("this one carries the first's").WithTimeout();

        await first.WithTimeout();
        await server.SendAsync("second");
        Assert.Equal("second", (await next.WithTimeout())!.Text);
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Iterator_EndsWithTheSession(string client) => Stage.RunAsync(client, async stage =>
    {
        var session = await stage.ConnectAsync(new ScenarioOptions { Listen = false }, "only");
        Assert.Equal("only", (await session.NextAsync().WithTimeout())!.Text);

        var next = session.NextAsync();
        await session.CloseAsync().WithTimeout();

        Assert.Null(await next.WithTimeout());
        Assert.Null(await session.NextAsync().WithTimeout());
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.ByTransport), MemberType = typeof(ClientRows))]
    public Task FullWindow_IsAcknowledgedByItself(string client, string transport) => Stage.RunAsync(
        client, new ScenarioSetup { Options = static options => options.LogMessages = 20 }, async stage =>
        {
            const int count = 200; // twenty windows; the client sends nothing that acks could ride on
            var session = await stage.ConnectByAsync(transport);
            var server = stage.Server.Sessions.Single();

            for (var i = 0; i < count; i++)
            {
                await server.SendAsync($"{i}").WithTimeout();
            }

            Assert.Equal(Enumerable.Range(0, count).Select(static i => $"{i}"), await session.TextsAsync(count));
        });
}
