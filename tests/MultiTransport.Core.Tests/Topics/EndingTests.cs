using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class EndingTests
{
    private readonly World _world = new(topics: new TopicOptions { MaxTopics = 3, Rules = [new TopicRule { Name = "*", HistoryMessages = 10, Presence = true, Subscribe = TopicAccess.Anyone }] });

    [Theory]
    [InlineData("close")]
    [InlineData("kick")]
    [InlineData("expire")]
    [InlineData("unsubscribe")]
    public async Task Ended_InWhateverWay_NothingIsLeft(string way)
    {
        var session = _world.Open();
        await _world.Topics.SubscribeAsync(session, "a", new TopicSubscribe { Presence = true });
        await _world.Topics.SubscribeAsync(session, "b");
        Assert.Equal(2, _world.Topics.Counts.Subscriptions);
        switch (way)
        {
            case "close":
                session.Close();
                break;
            case "kick":
                _world.Registry.Kick(session.Id);
                break;
            case "expire":
                _world.Pass(1_000);
                break;
            default:
                Assert.True(_world.Topics.Unsubscribe(session, "a", TopicCode.TopicForbidden));
                Assert.True(_world.Topics.Unsubscribe(session, "b"));
                Assert.False(_world.Topics.Unsubscribe(session, "b"));
                break;
        }

        Assert.Equal(0, _world.Topics.Counts.Subscriptions);
        Assert.Empty(_world.Topics.List());
        Assert.Empty(_world.Topics.OfSession(session));
        Assert.Equal(0, _world.Topics.GetPresence("a").Anonymous);
        _world.Pass(20);
        Assert.Equal(0, _world.Topics.Count); // nothing was ever said in them
    }

    [Fact]
    public async Task Unsubscribe_ByTheServer_IsTold()
    {
        var session = _world.Open();
        var link = new Client(session).TakeQuietly();
        await _world.Topics.SubscribeAsync(session, "a");
        _world.Topics.Unsubscribe(session, "a", TopicCode.TopicForbidden);
        await _world.Topics.PublishAsync("a", Message.FromText("nobody hears it"));
        Assert.Equal(
            [
                $$$"""1 {"subscribed":{"topic":"a","index":1,"epoch":"{{{_world.Epoch}}}","position":0}}""",
                """2 {"unsubscribed":{"topic":"a","code":"topic-forbidden"}}""",
            ],
            link.Read());
    }

    [Fact]
    public async Task Session_ThatSpeaksNoTopics_HoldsNothingForThem()
    {
        var session = _world.Open();
        new Client(session).TakeQuietly().Send(Up.Text("x"));
        await _world.Topics.PublishAsync("a", Message.FromText("x"));
        Assert.Empty(_world.Topics.OfSession(session));
        Assert.False(_world.Topics.Unsubscribe(session, "a"));
        Assert.Null(session.Bus.Topics);
    }

    [Fact]
    public async Task TooManyTopics_TheLongestUnusedGivesWay_AndNoPositionIsGivenTwice()
    {
        for (var i = 0; i < 5; i++)
        {
            await _world.Topics.PublishAsync("a", Message.FromText($"{i}"));
        }

        _world.Time.Advance(TimeSpan.FromSeconds(1));
        var session = _world.Open();
        await _world.Topics.SubscribeAsync(session, "b");
        await _world.Topics.PublishAsync("c", Message.FromText("c"));
        Assert.Equal(1, (await _world.Topics.PublishAsync("c", Message.FromText("c"))).Position.Number - 1);
        await _world.Topics.SubscribeAsync(session, "d"); // a gives way
        Assert.Equal(["b", "c", "d"], _world.Topics.List().Select(static topic => topic.Name));
        await _world.Topics.SubscribeAsync(session, "a"); // c gives way
        _world.Topics.Unsubscribe(session, "a");
        Assert.Equal(6, (await _world.Topics.PublishAsync("a", Message.FromText("x"))).Position.Number);
        Assert.Equal(3, _world.Topics.Count);
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        session.Close(); // which is a use of what it read
        Assert.Equal(7, (await _world.Topics.PublishAsync("e", Message.FromText("x"))).Position.Number);
    }

    [Fact]
    public async Task TooManyTopics_AllInUse_IsRefused()
    {
        var session = _world.Open();
        foreach (var topic in new[] { "a", "b", "c" })
        {
            await _world.Topics.SubscribeAsync(session, topic);
        }

        var fault = await Assert.ThrowsAsync<TopicException>(() => _world.Topics.PublishAsync("d", Message.FromText("x")).AsTask());
        Assert.Equal("topic-limit", fault.Code);
        Assert.Equal(1, (await _world.Topics.PublishAsync("c", Message.FromText("x"))).Position.Number);
    }

    [Fact]
    public async Task SlowConsumer_UnderDisconnect_IsEndedWhenTheTurnIsOver()
    {
        var world = new World(options => options.LogMessages = 4, topics: new TopicOptions { Rules = [new TopicRule { Name = "*" }] });
        var again = 0L;
        var session = world.Open(new ScriptedHandler
        {
            // The application publishes in the same topic when it is told: it must not wait for itself.
            Close = async (_, _) => again = (await world.Topics.PublishAsync("a", Message.FromText("gone"))).Position.Number,
        });
        new Client(session).TakeQuietly();
        await world.Topics.SubscribeAsync(session, "a");
        for (var i = 0; i < 4; i++)
        {
            await world.Topics.PublishAsync("a", Message.FromText("x"));
        }

        Assert.True(session.IsClosed);
        Assert.Contains(world.Observer.Events, static line => line.StartsWith("closed slow-consumer", StringComparison.Ordinal));
        Assert.Equal(5, again);
        Assert.Equal(0, world.Topics.Counts.Subscriptions);
    }
}
