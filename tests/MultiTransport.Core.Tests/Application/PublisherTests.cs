using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class PublisherTests
{
    private readonly World _world = new();
    private readonly Publisher _publisher;

    public PublisherTests() => _publisher = new Publisher(_world.Registry, _world.Topics);

    [Fact]
    public void PublishToSession_HereOrNot_SaysSo()
    {
        var session = _world.Open();
        Assert.True(_publisher.PublishToSession(session.Id, Message.FromText("a")));
        Assert.Equal(["1 a"], new Client(session).TakeQuietly().Read());
        session.Abort(CloseCode.Kicked);
        Assert.False(_publisher.PublishToSession(session.Id, Message.FromText("b")));
        Assert.False(_publisher.PublishToSession(SessionId.Create(0), Message.FromText("b")));
    }

    [Fact]
    public void PublishToUser_ReachesTheirSessionsOnly()
    {
        var mine = new[] { Owned("ada"), Owned("ada") };
        var other = Owned("eve");
        Assert.Equal(2, _publisher.PublishToUser("ada", Message.FromText("a")));
        Assert.Equal(0, _publisher.PublishToUser("nobody", Message.FromText("a")));
        Assert.All(mine, session => Assert.Equal(1, session.Bus.Log.Count));
        Assert.Equal(0, other.Bus.Log.Count);
    }

    [Fact]
    public void PublishToEndpoint_ReachesItsSessionsOnly()
    {
        var here = _world.Open();
        var there = _world.Open(endpoint: _world.EndpointNamed("/there"));
        var closed = _world.Open();
        closed.Close();
        Assert.Equal(1, _publisher.PublishToEndpoint("/echo", Message.FromText("a")));
        Assert.Equal((1, 0, 0), (here.Bus.Log.Count, there.Bus.Log.Count, closed.Bus.Log.Count));
    }

    private Session Owned(string user) => _world.Open(owner: new SessionOwner(user, null, null, null));
}
