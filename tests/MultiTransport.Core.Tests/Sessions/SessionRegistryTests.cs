using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class SessionRegistryTests
{
    private readonly World _world = new(limits: static limits =>
    {
        limits.MaxSessions = 6;
        limits.MaxAnonymousSessions = 3;
        limits.MaxSessionsPerUser = 2;
        limits.MaxSessionsPerAddress = 4;
        limits.ByteBudget = 100_000;
        limits.Node = 77;
    });

    [Fact]
    public void Open_TooManyOfAll_IsRefused()
    {
        for (var i = 0; i < 6; i++)
        {
            _world.Open(owner: Owner($"user{i}"));
        }

        AssertRefused(nameof(ServerLimits.MaxSessions), Owner("one more"));
    }

    [Fact]
    public void Open_TooManyAnonymous_IsRefused()
    {
        Repeat(3, () => _world.Open());
        AssertRefused(nameof(ServerLimits.MaxAnonymousSessions), SessionOwner.Nobody);
        _world.Open(owner: Owner("ada"));
    }

    [Fact]
    public void Open_TooManyOfAUser_IsRefused()
    {
        Repeat(2, () => _world.Open(owner: Owner("ada")));
        AssertRefused(nameof(ServerLimits.MaxSessionsPerUser), Owner("ada"));
        _world.Open(owner: Owner("Ada"));
    }

    [Fact]
    public void Open_TooManyFromAnAddress_IsRefused()
    {
        for (var i = 0; i < 4; i++)
        {
            _world.Open(owner: Owner($"user{i}", "192.0.2.1"));
        }

        AssertRefused(nameof(ServerLimits.MaxSessionsPerAddress), Owner("ada", "192.0.2.1"));
        _world.Open(owner: Owner("ada", "192.0.2.2"));
    }

    [Fact]
    public void Open_FromAddressesThatCountAsOne_IsRefused()
    {
        for (var i = 0; i < 4; i++)
        {
            _world.Open(owner: Owner($"user{i}", $"2001:db8::{i}") with { CountedAs = "2001:db8::/64" });
        }

        AssertRefused(nameof(ServerLimits.MaxSessionsPerAddress), Owner("ada", "2001:db8::9") with { CountedAs = "2001:db8::/64" });
        _world.Open(owner: Owner("ada", "2001:db8::/64") with { CountedAs = "2001:db8:1::/64" });
    }

    [Fact]
    public void Open_AfterOthersEnded_HasRoomAgain()
    {
        for (var round = 0; round < 10; round++)
        {
            var sessions = new[]
            {
                _world.Open(owner: Owner("ada", "192.0.2.1")), _world.Open(owner: Owner("ada", "192.0.2.1")),
                _world.Open(owner: Owner(null, "192.0.2.1")), _world.Open(owner: Owner(null, "192.0.2.1")), _world.Open(), _world.Open(owner: Owner("eve")),
            };
            foreach (var session in sessions)
            {
                session.Abort(CloseCode.Kicked);
                session.Abort(CloseCode.Kicked);
            }
        }

        Assert.Equal(0, _world.Registry.Count);
        Assert.Empty(_world.Registry.OfUser("ada"));
    }

    [Fact]
    public void Open_RenewedFromAnotherAddress_IsCountedWhereItWasOpened()
    {
        for (var i = 0; i < 10; i++)
        {
            var session = _world.Open(owner: Owner("ada", "192.0.2.1"));
            Assert.True(session.TryRenew(Owner("ada", "192.0.2.2")));
            session.Abort(CloseCode.Kicked);
        }
    }

    [Fact]
    public void Open_HandlerCannotBeMade_CountsNothing()
    {
        var endpoint = new SessionEndpoint(
            "/broken", _world.Options, _world.Budget, _world.Time, _world.Observer, static () => throw new InvalidOperationException("no handler"));
        Repeat(10, () => Assert.Throws<InvalidOperationException>(() => _world.Open(owner: Owner("ada", "192.0.2.1"), endpoint: endpoint)));
        Repeat(2, () => _world.Open(owner: Owner("ada", "192.0.2.1")));
        Assert.Equal(2, _world.Registry.Count);
    }

    [Fact]
    public void Open_NamesTheNode() => Assert.Equal(77, _world.Open().Id.Node);

    [Fact]
    public void Open_TooManyOfAnEndpoint_IsRefused()
    {
        _world.Options.MaxSessions = 2;
        var other = _world.EndpointNamed("/other");
        var first = _world.Open(owner: Owner("ada"));
        _world.Open(owner: Owner("eve"));
        AssertRefused("MaxSessions of /echo", Owner("one more"));
        _world.Open(owner: Owner("one more"), endpoint: other);
        first.Abort(CloseCode.Kicked);
        _world.Open(owner: Owner("one more"));
    }

    [Fact]
    public void Open_OverTheBudget_IsShedWhileThoseWhoAreInStillSend()
    {
        var session = _world.Open();
        new Client(session).TakeQuietly();
        _world.Budget.Rent(100_001);
        Assert.Null(_world.TryOpen(out var refusal, out var bound));
        Assert.Equal((CloseCode.Shed, ""), (refusal, bound));
        Assert.True(session.TrySend(Message.FromBinary(new byte[5_000])));
        Assert.True(session.TrySend(Message.FromBinary(new byte[5_000])));
    }

    [Fact]
    public void Open_BudgetFreed_HasRoomAgain()
    {
        _world.Budget.Rent(200_000);
        Assert.Null(_world.TryOpen(out var refusal, out var bound));
        Assert.Equal((CloseCode.Shed, ""), (refusal, bound));
        _world.Budget.Return(200_000);
        _world.Open();
    }

    [Fact]
    public void Find_RightSecret_GivesTheSession()
    {
        var session = _world.Open(owner: Owner("ada"));
        Assert.Equal(CloseCode.None, _world.Registry.Find(session.Id, session.Secret, _world.Endpoint, null, out var found));
        Assert.Same(session, found);
        Assert.Equal(CloseCode.None, _world.Registry.Find(session.Id, session.Secret, _world.Endpoint, "ada", out _));
        Assert.Equal(CloseCode.None, _world.Registry.Find(session.Id, _world.Endpoint, "ada", out _));
    }

    [Fact]
    public void Find_WrongSecret_IsRefusedWhoeverAsks()
    {
        var session = _world.Open(owner: Owner("ada"));
        Assert.Equal(CloseCode.SecretWrong, _world.Registry.Find(session.Id, SessionSecret.Create(), _world.Endpoint, "eve", out var found));
        Assert.Null(found);
    }

    [Fact]
    public void Find_ForeignEndpointOrUser_IsRefused()
    {
        var session = _world.Open(owner: Owner("ada"));
        Assert.Equal(CloseCode.SessionForeign, _world.Registry.Find(session.Id, session.Secret, _world.EndpointNamed("/echo"), null, out var found));
        Assert.Null(found);
        Assert.Equal(CloseCode.SessionForeign, _world.Registry.Find(session.Id, session.Secret, _world.Endpoint, "eve", out _));
        Assert.Equal(CloseCode.SessionForeign, _world.Registry.Find(session.Id, _world.Endpoint, "eve", out _));
        Assert.Equal(CloseCode.SessionForeign, _world.Registry.Find(session.Id, _world.EndpointNamed("/other"), null, out _));

        // A session that nobody opened belongs to no user who shows up.
        var anonymous = _world.Open();
        Assert.Equal(CloseCode.SessionForeign, _world.Registry.Find(anonymous.Id, anonymous.Secret, _world.Endpoint, "eve", out _));
    }

    [Fact]
    public void Find_Ended_IsToldHowForAWhile()
    {
        var session = _world.Open();
        session.Abort(CloseCode.Kicked);
        _world.Pass(120);
        Assert.Equal(CloseCode.Kicked, _world.Registry.Find(session.Id, session.Secret, _world.Endpoint, null, out _));
        Assert.Equal(CloseCode.Kicked, _world.Registry.Find(session.Id, _world.Endpoint, null, out _));
        _world.Pass(0.1);
        Assert.Equal(CloseCode.SessionUnknown, _world.Registry.Find(session.Id, session.Secret, _world.Endpoint, null, out _));
        Assert.Equal(CloseCode.SessionUnknown, _world.Registry.Find(SessionId.Create(1), session.Secret, _world.Endpoint, null, out _));
    }

    [Fact]
    public void Tombstones_ManyEnded_ForgetTheOldest()
    {
        var tombstones = new Tombstones();
        var ids = Enumerable.Range(0, 10_001).Select(_ => SessionId.Create(0)).ToList();
        ids.ForEach(id => tombstones.Add(id, CloseCode.Kicked, 1));
        Assert.Equal(CloseCode.SessionUnknown, tombstones.Find(ids[0]));
        Assert.Equal(CloseCode.Kicked, tombstones.Find(ids[1]));
        Assert.Equal(CloseCode.Kicked, tombstones.Find(ids[^1]));
    }

    [Fact]
    public void Kick_ASession_EndsIt()
    {
        var session = _world.Open();
        var link = new Client(session).TakeQuietly();
        Assert.True(_world.Registry.Kick(session.Id, "out"));
        Assert.False(_world.Registry.Kick(session.Id));
        Assert.Equal(["close kicked: out"], link.Read());
    }

    [Fact]
    public void KickUser_EndsAllOfThemAndNoOther()
    {
        var ada = _world.Open(owner: Owner("ada"));
        var again = _world.Open(owner: Owner("ada"));
        var eve = _world.Open(owner: Owner("eve"));
        Assert.Equal(2, _world.Registry.OfUser("ada").Count);
        Assert.Equal(2, _world.Registry.KickUser("ada", "out"));
        Assert.True(ada.IsClosed && again.IsClosed && !eve.IsClosed);
        Assert.Equal(0, _world.Registry.KickUser("ada"));
    }

    [Fact]
    public void Sweep_OverTheBudget_ShedsTheLongestDetachedUntilItFits()
    {
        var attached = Filled(1_000);
        new Client(attached).TakeQuietly();
        var oldest = Filled(32_000);
        _world.Pass(1);
        var middle = Filled(32_000);
        _world.Pass(1);
        var newest = Filled(32_000);
        _world.Pass(1);
        Assert.Equal(4, _world.Registry.Count);
        Assert.True(newest.TrySend(Message.FromBinary(new byte[2_000])));
        _world.Pass(1);
        Assert.True(oldest.IsClosed);
        Assert.False(attached.IsClosed || middle.IsClosed || newest.IsClosed);
        Assert.Equal(CloseCode.Shed, _world.Registry.Find(oldest.Id, oldest.Secret, _world.Endpoint, null, out _));
        Assert.Single(_world.Observer.Events, line => line.StartsWith("shed 1 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Sweep_OverTheBudgetAndAllAttached_ShedsNobody()
    {
        var session = Filled(60_000);
        new Client(session).TakeQuietly();
        Assert.True(session.TrySend(Message.FromBinary(new byte[60_000])));
        _world.Pass(1);
        Assert.False(session.IsClosed);
    }

    private static void Repeat(int times, Action action)
    {
        for (var i = 0; i < times; i++)
        {
            action();
        }
    }

    private static SessionOwner Owner(string? user, string? address = null) => new(user, address, null, null);

    private Session Filled(int bytes)
    {
        var session = _world.Open(owner: Owner($"user{_world.Registry.Count}"));
        Assert.True(session.TrySend(Message.FromBinary(new byte[bytes])));
        return session;
    }

    private void AssertRefused(string expected, SessionOwner owner)
    {
        Assert.Null(_world.TryOpen(out var refusal, out var bound, owner: owner));
        Assert.Equal((CloseCode.Shed, expected), (refusal, bound));
    }
}
