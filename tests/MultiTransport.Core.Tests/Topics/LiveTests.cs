namespace MultiTransport.Core.Tests;

public sealed class LiveTests
{
    private readonly World _world = new(topics: new TopicOptions
    {
        Rules = [new TopicRule { Name = "chat:*", Subscribe = TopicAccess.Anyone, Publish = TopicAccess.Anyone, RevealPublisher = true }, new TopicRule { Name = "news", Subscribe = TopicAccess.Anyone }],
    });

    [Fact]
    public async Task Publish_ToSubscribers_ComesToEachInOrder()
    {
        var (one, two) = (new Client(_world.Open()).TakeQuietly(), new Client(_world.Open()).TakeQuietly());
        one.Send(Up.Operation(7, """{"op":"subscribe","topic":"news"}"""));
        two.Send(Up.Operation(8, """{"op":"subscribe","topic":"news"}"""));
        Assert.Equal(["ack 1", $$"""1 response 7 t:{"index":1,"epoch":"{{_world.Epoch}}","position":0}"""], one.Read());
        Assert.Equal(["ack 1", $$"""1 response 8 t:{"index":1,"epoch":"{{_world.Epoch}}","position":0}"""], two.Read());

        var first = await _world.Topics.PublishAsync("news", Message.FromText("a"));
        var second = await _world.Topics.PublishAsync("news", Message.FromText("b"));

        Assert.Equal((1, 2), (first.Position.Number, second.Position.Number));
        Assert.Equal(_world.Epoch, first.Position.Epoch);
        Assert.Equal(["2 topic 1:1 a", "3 topic 1:2 b"], one.Read());
        Assert.Equal(["2 topic 1:1 a", "3 topic 1:2 b"], two.Read());
    }

    [Fact]
    public void ClientPublish_AckedWhenItIsInTheTopic_ReachesItsOwnSessionToo()
    {
        var link = new Client(_world.Open(owner: new SessionOwner("ada", null, null, null))).TakeQuietly();
        link.Send(Up.Operation(1, """{"op":"subscribe","topic":"chat:1"}"""), Up.Publish("chat:1", "hi", key: "k"), Up.Publish("chat:1", "mine", isToSelf: false), Up.Publish("news", "no"));
        var lines = link.Read();
        Assert.Equal(["fail 4 topic-forbidden", "ack 4"], lines[..2]);
        Assert.Equal(["2 topic 1:1 k= by ada hi", """3 {"skipped":{"topic":"chat:1","position":2}}"""], lines[3..]);
    }

    /// <summary>Half a name could be another's.</summary>
    [Fact]
    public void ClientPublish_OfAUserWhoseNameDoesNotFit_NamesNobody()
    {
        var link = new Client(_world.Open(owner: new SessionOwner(new string('a', 256), null, null, null))).TakeQuietly();
        link.Send(Up.Operation(1, """{"op":"subscribe","topic":"chat:1"}"""), Up.Publish("chat:1", "hi"));
        Assert.Equal("2 topic 1:1 hi", link.Read()[^1]);
    }

    [Fact]
    public async Task Subscribe_Since_GivesWhatIsKeptAndThenWhatIsPublished()
    {
        for (var i = 1; i <= 5; i++)
        {
            await _world.Topics.PublishAsync("news", Message.FromText($"{i}"));
        }

        var link = new Client(_world.Open()).TakeQuietly();
        link.Send(Up.Operation(1, $$"""{"op":"subscribe","topic":"news","since":{"epoch":"{{_world.Epoch}}","position":3} }"""));
        await _world.Topics.PublishAsync("news", Message.FromText("6"));
        Assert.Equal(["2 topic 1:4 4", "3 topic 1:5 5", "4 topic 1:6 6"], link.Read()[2..]);
    }

    [Fact]
    public async Task Close_EndsSubscriptions()
    {
        var session = _world.Open();
        await _world.Topics.SubscribeAsync(session, "news");
        Assert.Equal(["news"], _world.Topics.OfSession(session));
        session.Close();
        Assert.Empty(_world.Topics.OfSession(session));
        Assert.Equal(0, _world.Topics.Counts.Subscriptions);
        await Assert.ThrowsAsync<SessionClosedException>(() => _world.Topics.SubscribeAsync(session, "news").AsTask());
        Assert.Equal(0, _world.Topics.Counts.Subscriptions);
    }
}
