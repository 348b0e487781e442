using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class SessionPageTests
{
    private readonly World _world = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1_000)]
    public void List_PageByPage_HasEachSessionOnceInTheOrderOfIds(int limit)
    {
        var opened = Enumerable.Range(0, 10).Select(_ => _world.Open().Id).OrderBy(id => (id.High, id.Low)).ToList();
        var listed = new List<SessionId>();
        for (SessionId? after = null; ; after = listed[^1])
        {
            var page = _world.Registry.List(new SessionQuery { Limit = limit, After = after });
            if (page.Count == 0)
            {
                break;
            }

            Assert.True(page.Count <= limit);
            listed.AddRange(page.Select(status => status.Id));
        }

        Assert.Equal(opened, listed);
    }

    [Fact]
    public void List_WithWishes_HasThoseThatFitAllOfThem()
    {
        var attached = _world.Open(owner: Owner("ada"));
        new Client(attached).TakeQuietly();
        var detached = _world.Open(owner: Owner("ada"));
        var elsewhere = _world.Open(owner: Owner("ada"), endpoint: _world.EndpointNamed("/other"));
        var eves = _world.Open(owner: Owner("eve"));

        AssertListed(new SessionQuery(), attached, detached, elsewhere, eves);
        AssertListed(new SessionQuery { UserId = "ada" }, attached, detached, elsewhere);
        AssertListed(new SessionQuery { UserId = "ada", Endpoint = "/echo" }, attached, detached);
        AssertListed(new SessionQuery { Transport = attached.Transport }, attached);
        AssertListed(new SessionQuery { UserId = "eve", Transport = attached.Transport });
        AssertListed(new SessionQuery { UserId = "nobody" });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_001)]
    public void List_OfALimitThatCannotBe_SaysWhatIsAccepted(int limit)
    {
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => _world.Registry.List(new SessionQuery { Limit = limit }));
        Assert.Contains($"Limit is {limit}; accepted is 1 to 1000.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_OfASession_TellsHowItStands()
    {
        var session = _world.Open(owner: new SessionOwner("ada", "192.0.2.1", null, null));
        _world.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.True(session.TrySend(Message.FromText("Hi")));

        var status = _world.Registry.Describe(session.Id)!;

        Assert.Equal((session.Id, "/echo", "ada", "192.0.2.1", SessionPhase.Detached), (status.Id, status.Endpoint, status.UserId, status.Address, status.Phase));
        Assert.Equal((TimeSpan.FromSeconds(3), (TimeSpan?)TimeSpan.FromSeconds(3), 1, 4), (status.Age, status.DetachedFor, status.LogMessages, status.LogBytes)); // the bytes of the frame: type, length, text
        Assert.Null(_world.Registry.Describe(SessionId.Create(0)));
    }

    private static SessionOwner Owner(string user) => new(user, null, null, null);

    private void AssertListed(SessionQuery query, params Session[] expected) =>
        Assert.Equal(expected.Select(session => session.Id).OrderBy(id => (id.High, id.Low)), _world.Registry.List(query).Select(status => status.Id));
}
