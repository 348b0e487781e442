using MultiTransport.Conformance.Runtimes;
using MultiTransport.Protocol;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>Topics: everything once and in order, over each transport and beyond the session; what is lost is told.</summary>
public class TopicTests
{
    private const string News = "news";

    private static readonly ScenarioOptions WithTopics = new() { Topics = true };

    [ClientTheory]
    [MemberData(nameof(ClientRows.ByTransport), MemberType = typeof(ClientRows))]
    public Task TwoClientsThatPublish_GetAllOfBothOnceAndInTheSameOrder(string client, string transport) => Stage.RunAsync(client, Setup(), async stage =>
    {
        IScenarioClient[] sessions = [await stage.ConnectByAsync(transport, WithTopics), await stage.ConnectByAsync(transport, WithTopics)];
        await Task.WhenAll(sessions.Select(static session => session.SubscribedAsync(News)));

        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => sessions[number % 2].PublishAsync(News, number == 3 ? "lines\nand ünd\r" : $"{number}"))).WithTimeout();

        var got = await Task.WhenAll(sessions.Select(static session => session.TopicMessagesAsync(News, 40)));
        Assert.Equal(Enumerable.Range(1, 40).Select(static position => (long)position), got[0].Select(TopicWaits.Position));
        Assert.Equal(got[0].Select(static message => (message.Position(), message.Text())), got[1].Select(static message => (message.Position(), message.Text())));
        Assert.Contains("lines\nand ünd\r", got[0].Select(TopicWaits.Text));
        Assert.Empty(sessions[0].Events.Named("topic-gap"));
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task LostSession_GoesOnWithWhatWasPublishedMeanwhile(string client) => Stage.RunAsync(client, Setup(), async stage =>
    {
        var session = await stage.ConnectAsync(WithTopics);
        await session.SubscribedAsync(News);
        await stage.Server.Topics.PublishAsync(News, Message.FromText("1"));
        await session.TopicMessagesAsync(News, 1);

        await LoseSessionAsync(stage, session, from: 2, to: 4);

        Assert.Equal(["1", "2", "3", "4"], (await session.TopicMessagesAsync(News, 4)).Select(TopicWaits.Text));
        await session.PublishAsync(News, "5").WithTimeout();
        Assert.Equal(5, (await session.TopicMessagesAsync(News, 5))[4].Position());
        Assert.Empty(session.Events.Named("topic-gap"));
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task LostSession_WhoseHistoryIsTooShort_IsToldByAGap(string client) => Stage.RunAsync(client, Setup(static rule => rule.HistoryMessages = 3), async stage =>
    {
        var session = await stage.ConnectAsync(WithTopics);
        await session.SubscribedAsync(News);

        await LoseSessionAsync(stage, session, from: 1, to: 8);

        Assert.Equal([6, 7, 8], (await session.TopicMessagesAsync(News, 3)).Select(TopicWaits.Position));
        var gap = await session.TopicEventAsync("topic-gap");
        Assert.Equal(("evicted", "1", "5"), (gap["why"], gap["from"], gap["to"]));
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task ServerThatStartsAgain_CountsAnewAndThatIsAGap(string client) => Stage.RunAsync(client, Setup(), async stage =>
    {
        var session = await stage.ConnectAsync(WithTopics);
        await session.SubscribedAsync(News);
        await stage.Server.Topics.PublishAsync(News, Message.FromText("before"));
        await session.TopicMessagesAsync(News, 1);

        await stage.LoseAsync(session);
        await stage.ReviveAsync();

        Assert.Equal("epoch", (await session.TopicEventAsync("topic-gap"))["why"]);
        await session.PublishAsync(News, "after").WithTimeout();
        Assert.Equal((1, "after"), ((await session.TopicMessagesAsync(News, 2))[1].Position(), (await session.TopicMessagesAsync(News, 2))[1].Text()));
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task Presence_TellsWhoComesAndWhoLeaves(string client) => Stage.RunAsync(client, Setup(static rule => rule.Presence = true) with { Authorize = true }, async stage =>
    {
        var ada = await stage.ConnectAsync(WithTopics with { Tokens = ["ada"] });
        await ada.SubscribedAsync(News, new ScenarioSubscribe { Presence = true });
        var bob = await stage.ConnectAsync(WithTopics with { Tokens = ["bob"] });

        await bob.SubscribedAsync(News);

        await ada.TopicEventAsync("topic-presence", static change => Names(change, "joined").Contains("bob"));
        await bob.UnsubscribeAsync(News).WithTimeout();
        await ada.TopicEventAsync("topic-presence", static change => Names(change, "left").Contains("bob"));
    });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task ConflatedTopic_WhoeverIsSlow_GetsTheNewestOfEachKeyAndNoGap(string client) => Stage.RunAsync(
        client, Setup(static rule => (rule.Conflate, rule.ConflationWindow) = (true, 4)), async stage =>
        {
            var session = await stage.ConnectAsync(WithTopics);
            await session.SubscribedAsync(News, new ScenarioSubscribe { Listen = false });
            for (var price = 1; price <= 100; price++)
            {
                await stage.Server.Topics.PublishAsync(News, Message.FromText($"{price}"), new TopicPublish { Key = price % 2 == 0 ? "even" : "odd" });
            }

            await session.ListenToAsync(News);

            await session.TopicEventAsync("topic-message", static message => message.Position() == 100);
            var got = session.Events.Named("topic-message");
            Assert.InRange(got.Count, 3, 30);
            Assert.Equal([("99", "odd"), ("100", "even")], got.TakeLast(2).Select(static message => (message.Text(), message["key"]!)));
            Assert.Empty(session.Events.Named("topic-gap"));
        });

    [ClientTheory]
    [MemberData(nameof(ClientRows.All), MemberType = typeof(ClientRows))]
    public Task WhatTheRulesForbid_IsRefusedAndTheSessionGoesOn(string client) => Stage.RunAsync(client, Setup(static rule => rule.Publish = TopicAccess.Nobody), async stage =>
    {
        var session = await stage.ConnectAsync(WithTopics);
        await session.SubscribeAsync("other");
        await session.ReadyAsync("other").FailsAsync("topic-unknown");
        Assert.Equal("topic-unknown", (await session.TopicEventAsync("topic-close"))["code"]);
        await session.PublishAsync(News, "x").FailsAsync("topic-forbidden");
        await session.EchoAsync("goes on");
    });

    private static ScenarioSetup Setup(Action<TopicRule>? change = null)
    {
        var rule = new TopicRule { Name = News, Subscribe = TopicAccess.Anyone, Publish = TopicAccess.Anyone, SeePresence = TopicAccess.Anyone };
        change?.Invoke(rule);
        return new ScenarioSetup { Topics = [rule] };
    }

    /// <summary>The network is gone, the server forgets the session and publishes; then the network is back.</summary>
    private static async Task LoseSessionAsync(Stage stage, IScenarioClient session, int from, int to)
    {
        stage.Proxy.Down = true;
        stage.Proxy.CutAll();
        await session.UntilStateAsync("reconnecting");
        Assert.Single(stage.Server.Sessions).Abort(CloseCode.SessionUnknown);
        for (var number = from; number <= to; number++)
        {
            await stage.Server.Topics.PublishAsync(News, Message.FromText($"{number}"));
        }

        stage.Proxy.Down = false;
    }

    private static IEnumerable<string?> Names(ScenarioEvent change, string field) => change.Fields[field]!.AsArray().Select(static name => name!.GetValue<string>());
}
