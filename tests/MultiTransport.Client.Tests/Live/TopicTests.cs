using Microsoft.Extensions.DependencyInjection;

namespace MultiTransport.Client.Tests;

/// <summary>Topics over each transport, against a real server.</summary>
public sealed class TopicTests
{
    public static TheoryData<string> Transports =>
        [TransportNames.WebSocket, TransportNames.ServerSentEvents, TransportNames.Streaming, TransportNames.LongPolling, TransportNames.ShortPolling];

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task TwoClients_PublishAtOnce_EachGetsAllOnceAndInOrder(string transport)
    {
        await using var rig = await StartAsync();
        await using var first = Connect(rig, transport);
        await using var second = Connect(rig, transport);
        ClientSubscription[] subscriptions = [first.Subscribe("news"), second.Subscribe("news")];
        await Task.WhenAll(subscriptions.Select(static one => one.Ready)).WithTimeout();
        await Task.WhenAll(first.ReachAsync(transport), second.ReachAsync(transport));
        var published = Enumerable.Range(0, 80).Select(number => (number % 2 == 0 ? first : second).PublishAsync("news", number == 7 ? "two\nlines, ünd \r" : $"{number}"));
        await Task.WhenAll(published).WithTimeout();
        var got = await Task.WhenAll(subscriptions.Select(static one => ReadAsync(one, 80)));
        Assert.Equal(Enumerable.Range(1, 80).Select(static position => (long)position), got[0].Select(static message => message.Position));
        Assert.Equal(got[0].Select(static message => message.Data), got[1].Select(static message => message.Data));
        Assert.Contains(ClientMessage.FromText("two\nlines, ünd \r"), got[0].Select(static message => message.Data));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task SessionLost_WhatWasPublishedMeanwhile_IsRecovered(string transport)
    {
        await using var rig = await StartAsync();
        await using var session = Connect(rig, transport);
        var subscription = session.Subscribe("news");
        var gaps = subscription.Gaps();
        await subscription.Ready.WithTimeout();
        await PublishAsync(rig, "news", 1, 3);
        await ReadAsync(subscription, 2); // and one that waits
        await LoseAsync(rig, session, () => PublishAsync(rig, "news", 4, 6));
        Assert.Equal(["3", "4", "5", "6"], (await ReadAsync(subscription, 4)).Select(static message => message.Data.Text));
        await session.PublishAsync("news", "7").WithTimeout();
        Assert.Equal(7, (await ReadAsync(subscription, 1))[0].Position);
        Assert.False(gaps.TryRead(out _));
    }

    [Fact]
    public async Task SessionLost_AndTheHistoryTooShort_IsToldByAGap()
    {
        await using var rig = await StartAsync();
        await using var session = Connect(rig);
        var subscription = session.Subscribe("short");
        var gaps = subscription.Gaps();
        await subscription.Ready.WithTimeout();
        await PublishAsync(rig, "short", 1, 2);
        await ReadAsync(subscription, 2);
        await LoseAsync(rig, session, () => PublishAsync(rig, "short", 3, 9));
        Assert.Equal([7, 8, 9], (await ReadAsync(subscription, 3)).Select(static message => message.Position));
        Assert.Equal(new SubscriptionGap("evicted", 3, 6), await gaps.ReadAsync().AsTask().WithTimeout());
    }

    [Fact]
    public async Task Subscribe_FromTheHistory_GetsWhatIsKept()
    {
        await using var rig = await StartAsync();
        await PublishAsync(rig, "news", 1, 10);
        await using var session = Connect(rig);
        Assert.Equal([9, 10], (await ReadAsync(session.Subscribe("news", new SubscribeOptions { Last = 2 }), 2)).Select(static message => message.Position));
        var history = await session.Subscribe("news").ReadHistoryAsync(before: 5, limit: 2).WithTimeout();
        Assert.Equal([3, 4], history.Messages.Select(static message => message.Position));
        Assert.Equal((1, 10, true), (history.First, history.Last, history.HasMore));
        await using var other = Connect(rig);
        var since = other.Subscribe("news", new SubscribeOptions { Since = new ClientTopicPosition(history.Epoch, 6) });
        Assert.Equal([7, 8, 9, 10], (await ReadAsync(since, 4)).Select(static message => message.Position));
    }

    [Fact]
    public async Task Publish_WithoutEcho_ComesToTheOthersOnlyAndIsNoGap()
    {
        await using var rig = await StartAsync();
        await using var session = Connect(rig);
        await using var other = Connect(rig);
        var (mine, theirs) = (session.Subscribe("news"), other.Subscribe("news"));
        var gaps = mine.Gaps();
        await Task.WhenAll(mine.Ready, theirs.Ready).WithTimeout();
        await session.PublishAsync("news", "1", new PublishOptions { Echo = false, Key = "k" }).WithTimeout();
        await session.PublishAsync("news", "2").WithTimeout();
        Assert.Equal(2, (await ReadAsync(mine, 1))[0].Position);
        Assert.Equal([(1, "k"), (2, null)], (await ReadAsync(theirs, 2)).Select(static message => (message.Position, message.Key)));
        Assert.False(gaps.TryRead(out _));
    }

    [Fact]
    public async Task Conflated_AndNobodyReads_OnlyTheNewestOfEachKeyWaits()
    {
        await using var rig = await StartAsync();
        await using var session = Connect(rig, TransportNames.WebSocket);
        var subscription = session.Subscribe("prices");
        var gaps = subscription.Gaps();
        await subscription.Ready.WithTimeout();
        for (var price = 1; price <= 200; price++)
        {
            await Topics(rig).PublishAsync("prices", Message.FromText($"{price}"), new TopicPublish { Key = price % 2 == 0 ? "even" : "odd" });
        }

        var got = new List<ClientTopicMessage>();
        while (got.Count == 0 || got[^1].Position < 200)
        {
            got.AddRange(await ReadAsync(subscription, 1));
        }

        Assert.InRange(got.Count, 3, 20); // as many as may be on their way, and the newest two
        Assert.Equal(["199", "200"], got.TakeLast(2).Select(static message => message.Data.Text));
        Assert.False(gaps.TryRead(out _));
    }

    [Fact]
    public async Task Presence_TellsWhoComesAndGoes()
    {
        await using var rig = await StartAsync();
        await using var session = Connect(rig);
        var subscription = session.Subscribe("room", new SubscribeOptions { Presence = true });
        var seen = System.Threading.Channels.Channel.CreateUnbounded<int>();
        subscription.PresenceChanged += (_, change) => seen.Writer.TryWrite(change.Anonymous);
        await subscription.Ready.WithTimeout();
        await using (var other = Connect(rig))
        {
            await other.Subscribe("room").Ready.WithTimeout();
            while (await seen.Reader.ReadAsync().AsTask().WithTimeout() != 2)
            {
            }

            Assert.Equal(2, (await subscription.GetPresenceAsync().WithTimeout()).Anonymous);
        }

        while (await seen.Reader.ReadAsync().AsTask().WithTimeout() != 1)
        {
        }
    }

    [Fact]
    public async Task Refusals_HaveTheirCodes()
    {
        await using var rig = await StartAsync();
        await using var session = Connect(rig);
        Assert.Equal("topic-unknown", (await session.Subscribe("nothing").Closed.WithTimeout()).Code);
        Assert.Equal("topic-forbidden", (await session.Subscribe("closed").Closed.WithTimeout()).Code);
        Assert.Equal("topic-forbidden", (await Assert.ThrowsAsync<SessionException>(() => session.PublishAsync("closed", "x").WithTimeout())).Code);
        Assert.Equal("message-too-large", (await Assert.ThrowsAsync<SessionException>(() => session.PublishAsync("short", new string('x', 2000)).WithTimeout())).Code);
    }

    [Fact]
    public async Task ServerSubscribes_IsToldAndItsUnsubscribeToo()
    {
        await using var rig = await StartAsync();
        await using var session = Connect(rig);
        var made = new TaskCompletionSource<ClientSubscription>(TaskCreationOptions.RunContinuationsAsynchronously);
        session.SubscriptionMade += (_, subscription) => made.TrySetResult(subscription);
        await session.SendAsync("hello").WithTimeout();
        var theirs = Assert.Single(rig.Log.Sessions);
        await Topics(rig).SubscribeAsync(theirs, "closed");
        var subscription = await made.Task.WithTimeout();
        await PublishAsync(rig, "closed", 1, 1);
        Assert.Equal("1", (await ReadAsync(subscription, 1))[0].Data.Text);
        Assert.True(Topics(rig).Unsubscribe(theirs, "closed"));
        Assert.Equal("closed", (await subscription.Closed.WithTimeout()).Code);
        _ = await session.GetAsyncEnumerator().NextAsync();
    }

    private static Task<Rig> StartAsync() => Rig.StartAsync(
        static options =>
        {
            options.Topics = true;
            options.Resume = options.UnprovenResume = TimeSpan.FromSeconds(1);
        },
        services: static services => services.Configure<MultiTransportServerOptions>(static server =>
        {
            server.Topics.PresenceGrace = TimeSpan.Zero;
            server.Topics.PublishesPerSecond = 1000;
            server.Topics.Rules = [
                Open("news"), Open("short", static rule => (rule.HistoryMessages, rule.MaxMessageBytes) = (3, 1000)), Open("room", static rule => rule.Presence = true),
                Open("prices", static rule => (rule.Conflate, rule.ConflationWindow) = (true, 4)), new TopicRule { Name = "closed" }];
        }));

    private static TopicRule Open(string name, Action<TopicRule>? more = null)
    {
        var rule = new TopicRule { Name = name, Subscribe = TopicAccess.Anyone, Publish = TopicAccess.Anyone, SeePresence = TopicAccess.Anyone };
        more?.Invoke(rule);
        return rule;
    }

    private static ClientSession Connect(Rig rig, params string[] transports)
    {
        var options = Rig.Options(transports);
        options.PollInterval = TimeSpan.FromMilliseconds(20);
        return ClientSession.Connect(rig.Url, options);
    }

    private static ITopics Topics(Rig rig) => rig.Host.Services.GetRequiredService<ITopics>();

    private static async Task PublishAsync(Rig rig, string topic, int from, int to)
    {
        for (var number = from; number <= to; number++)
        {
            await Topics(rig).PublishAsync(topic, Message.FromText($"{number}"));
        }
    }

    /// <summary>Keeps the client away until the server has forgotten its session.</summary>
    private static async Task LoseAsync(Rig rig, ClientSession session, Func<Task> meanwhile)
    {
        var theirs = rig.Host.Services.GetRequiredService<ISessions>();
        rig.Proxy.Down = true;
        rig.Proxy.CutAll();
        for (var look = 0; theirs.Count > 0; look++)
        {
            Assert.True(look < 600, "The server does not forget the session.");
            await Task.Delay(50); // nobody tells of it
        }

        await meanwhile();
        rig.Proxy.Down = false;
        await session.StateAsync(ClientState.Open);
    }

    private static async Task<List<ClientTopicMessage>> ReadAsync(ClientSubscription subscription, int count)
    {
        var messages = new List<ClientTopicMessage>();
        await using var reader = subscription.GetAsyncEnumerator();
        while (messages.Count < count)
        {
            messages.Add(await reader.NextAsync());
        }

        return messages;
    }
}
