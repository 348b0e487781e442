using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class PresenceTests
{
    private readonly World _world = new(topics: new TopicOptions
    {
        Rules = [new TopicRule { Name = "room:*", Presence = true, Subscribe = TopicAccess.Anyone, SeePresence = TopicAccess.Anyone }, new TopicRule { Name = "*", Subscribe = TopicAccess.Anyone }],
    });

    private readonly Session _watching;
    private readonly Link _watcher;

    public PresenceTests()
    {
        _watching = _world.Open();
        _watcher = new Client(_watching).TakeQuietly();
        _watcher.Send(Up.Operation(1, """{"op":"subscribe","topic":"room:1","presence":true}"""));
        _watcher.Read();
        _world.Pass(1);
        Assert.Equal(["""2 {"presence":{"topic":"room:1","anonymous":1}}"""], Told());
    }

    [Fact]
    public void Users_TwoSessions_ComeWithTheFirstAndGoWithTheLast()
    {
        var (first, second) = (Enter("ada"), Enter("ada"));
        Assert.Equal([new("ada", 2)], _world.Topics.GetPresence("room:1").Users);
        _world.Pass(1);
        Assert.Equal(["""3 {"presence":{"topic":"room:1","joined":["ada"],"anonymous":1}}"""], Told());
        first.Session.Abort(CloseCode.Kicked);
        _world.Pass(1);
        Assert.Empty(Told());
        second.Session.Close();
        _world.Pass(1);
        Assert.Equal(["""4 {"presence":{"topic":"room:1","left":["ada"],"anonymous":1}}"""], Told());
        Assert.Empty(_world.Topics.GetPresence("room:1").Users);
    }

    [Fact]
    public void Cut_ShorterThanTheGrace_IsNoLeave()
    {
        var link = Enter("ada");
        _world.Pass(1);
        Told();
        link.Leave();
        _world.Pass(19.9);
        Assert.Empty(Told());
        link = new Client(link.Session).Native(); // another transport, or the same again
        _world.Pass(1);
        Assert.Empty(Told());
        link.Leave();
        _world.Pass(20);
        Assert.Equal(["""4 {"presence":{"topic":"room:1","left":["ada"],"anonymous":1}}"""], Told());
        new Client(link.Session).Native();
        _world.Pass(1);
        Assert.Equal(["""5 {"presence":{"topic":"room:1","joined":["ada"],"anonymous":1}}"""], Told());
    }

    [Fact]
    public void ComeAndGoneBetweenTwoSteps_IsNotTold()
    {
        Enter("ada").Session.Abort(CloseCode.Kicked);
        _world.Pass(1);
        Assert.Empty(Told());
    }

    [Fact]
    public void Told_AtMostTwiceASecond()
    {
        _world.Pass(1);
        Enter("ada");
        _world.Pass(0.1);
        Assert.Single(Told());
        Enter("eve");
        _world.Pass(0.4);
        Assert.Empty(Told());
        _world.Pass(0.1);
        Assert.Single(Told());
    }

    [Fact]
    public void ManyUsers_AreToldInPieces()
    {
        for (var i = 0; i < 700; i++)
        {
            Enter($"user {i}");
        }

        _world.Pass(1);
        _world.Pass(1);
        var told = Told();
        Assert.Equal(2, told.Count);
        Assert.Equal(700, told.Sum(static line => line.Split("user ").Length - 1));
        Assert.Equal(700, _world.Topics.GetPresence("room:1").Users.Count);
    }

    [Fact]
    public void Operation_SaysWhoIsThere()
    {
        Enter("eve");
        Enter("ada");
        _watcher.Send(Up.Operation(2, """{"op":"presence","topic":"room:1"}"""), Up.Operation(3, """{"op":"presence","topic":"other"}"""));
        Assert.Equal("""3 response 2 t:{"users":[{"user":"ada","sessions":1},{"user":"eve","sessions":1}],"anonymous":1}""", _watcher.Read()[^2]);
    }

    /// <summary>A watcher without room is told later, and then all at once.</summary>
    [Fact]
    public void Watcher_WithoutRoom_IsToldWhatCameOfIt()
    {
        _watcher.Leave();
        while (_watching.Bus.Log.HasRoom(100))
        {
            _watching.TrySend(Message.FromText("not of a topic"));
        }

        var (ada, eve) = (Enter("ada"), Enter("eve"));
        _world.Pass(1);
        ada.Session.Abort(CloseCode.Kicked);
        _world.Pass(1);
        var link = new Client(_watching).Take(received: 2, upstream: 1);
        var last = link.Read().Count;
        link.Send(Up.Ack(_watching.Bus.Log.Written));
        link.Read();
        link.Send(Up.Ack(_watching.Bus.Log.Written));
        _world.Pass(1);
        Assert.Equal([$$$"""{{{_watching.Bus.Log.Last}}} {"presence":{"topic":"room:1","joined":["eve"],"anonymous":1}}"""], link.Read());
        Assert.True(last > 0 && !eve.Session.IsClosed);
    }

    private Link Enter(string user)
    {
        var session = _world.Open(owner: new SessionOwner(user, null, null, null));
        var link = new Client(session).TakeQuietly();
        link.Send(Up.Operation(1, """{"op":"subscribe","topic":"room:1"}"""));
        return link;
    }

    private List<string> Told()
    {
        var lines = _watcher.Read().Where(static line => line.Contains("presence", StringComparison.Ordinal)).ToList();
        _watcher.Send(Up.Ack(_watching.Bus.Log.Written), Up.Pong());
        return lines;
    }
}
