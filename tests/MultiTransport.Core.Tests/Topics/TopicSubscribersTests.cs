namespace MultiTransport.Core.Tests;

public sealed class TopicSubscribersTests
{
    private readonly World _world = new(topics: new TopicOptions());
    private readonly TopicSubscribers _subscribers = new();

    [Fact]
    public void ManyCameAndWent_TheRestTakesTheRoomOfTheRest()
    {
        var topic = new Topic(_world.Topics, "t", 1, new TopicRule());
        var session = _world.Open();
        var all = Enumerable.Range(0, 1_000).Select(_ => new Subscription(topic, session, 0, wantsPresence: false)).ToList();
        all.ForEach(_subscribers.Add);
        Assert.Equal(1_000, _subscribers.All.Length);
        all[5..].ForEach(subscription => Assert.True(_subscribers.Remove(subscription)));
        Assert.Equal(5, _subscribers.Count);
        Assert.InRange(_subscribers.All.Length, 5, 20);
        Assert.Equal(all[..5], _subscribers.All.ToArray().OfType<Subscription>());
        Assert.False(_subscribers.Remove(all[5]));
        all[..5].ForEach(subscription => _subscribers.Remove(subscription));
        Assert.Equal(0, _subscribers.All.Length);
    }
}
