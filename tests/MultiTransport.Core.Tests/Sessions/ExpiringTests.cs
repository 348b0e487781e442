using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class ExpiringTests
{
    private readonly World _world = new();

    [Theory]
    [InlineData(false, 10)]
    [InlineData(true, 60)]
    public void Expiry_NothingEverCameBack_IsShort(bool isKeyed, double seconds)
    {
        var session = _world.Open(isKeyed: isKeyed);
        session.ReceiveOpening(FrameType.Text, "came with the request"u8);
        AssertExpiresAfter(session, seconds);
    }

    [Fact]
    public void Expiry_NativeThatNeverCameBack_LivesAsLongAsItsConnectionWasHeld()
    {
        var session = _world.Open();
        var link = new Client(session).Native();
        _world.Pass(40);
        link.Leave();
        AssertExpiresAfter(session, 40);
    }

    [Fact]
    public void Expiry_NativeThatNeverCameBack_LivesNoLongerThanAnyOther()
    {
        var session = _world.Open();
        var link = new Client(session).Native();
        _world.Pass(1000);
        link.Leave();
        AssertExpiresAfter(session, 120);
    }

    [Fact]
    public void Expiry_AttachedOnce_LivesAsLongAsAResumeMayTake()
    {
        var session = _world.Open();
        var link = new Client(session).TakeQuietly();
        link.Leave();
        AssertExpiresAfter(session, 120);
        Assert.Equal(CloseCode.SessionUnknown, _world.Registry.Find(session.Id, session.Secret, _world.Endpoint, null, out _));
    }

    [Fact]
    public void Expiry_UsedAPlace_LivesAsLongAsAResumeMayTake()
    {
        var session = _world.Open();
        Assert.True(session.TryUsePlace(session.IssuePlaceToken(), 0, out _));
        AssertExpiresAfter(session, 120);
    }

    [Fact]
    public void Expiry_Attached_NeverComes()
    {
        _world.Options.Heartbeat = TimeSpan.FromDays(1);
        var session = _world.Open();
        var link = new Client(session).TakeQuietly();
        _world.Pass(1000);
        Assert.False(session.IsClosed);
        Assert.Null(session.DetachedSince);
        link.Leave();
        AssertExpiresAfter(session, 120);
    }

    [Fact]
    public void Heartbeat_Silence_Pings()
    {
        var link = new Client(_world.Open()).TakeQuietly();
        _world.Pass(14.9);
        Assert.Empty(link.Read());
        _world.Pass(0.1);
        Assert.Equal(["ping"], link.Read());
        _world.Pass(5);
        Assert.Empty(link.Read());
    }

    [Fact]
    public void Heartbeat_Answered_PingsAgainAfterTheNextSilence()
    {
        var link = new Client(_world.Open()).TakeQuietly();
        _world.Pass(15);
        Assert.Equal(["ping"], link.Read());
        _world.Pass(3);
        link.Send(Up.Pong());
        _world.Pass(14.9);
        Assert.Empty(link.Read());
        _world.Pass(0.1);
        Assert.Equal(["ping"], link.Read());
    }

    [Fact]
    public void Heartbeat_MissedTwice_EndsTheConnectionAndKeepsTheSession()
    {
        var session = _world.Open();
        var client = new Client(session);
        var link = client.TakeQuietly();
        session.TrySend(Message.FromText("a"));
        _world.Pass(15);
        _world.Pass(29.9);
        Assert.Equal(SessionPhase.Attached, session.Phase);
        _world.Pass(0.1);
        Assert.Equal(SessionPhase.Detached, session.Phase);
        Assert.Equal(1, client.Aborts);
        Assert.Equal(["ping", "close heartbeat-missed"], link.Read());
        link.Leave(CloseCode.HeartbeatMissed);
        Assert.Equal(["1 a"], client.TakeQuietly().Read());
    }

    [Fact]
    public void Heartbeat_FramesUpByRequests_AreLifeOfADownstreamConnection()
    {
        var session = _world.Open();
        var client = new Client(session);
        var link = client.TakeQuietly(ReaderMode.Downstream);
        for (var i = 0; i < 6; i++)
        {
            _world.Pass(10);
            client.Post(session.Upstream.Received, Up.Text("x"));
        }

        Assert.Equal(SessionPhase.Attached, session.Phase);
        _world.Pass(15);
        Assert.Equal("ping", link.Read()[^1]);
        client.Post(session.Upstream.Received, Up.Pong());
        _world.Pass(30);
        Assert.Equal(SessionPhase.Attached, session.Phase);
    }

    [Fact]
    public void Heartbeat_FramesUpByRequests_AreNoLifeOfASocket()
    {
        var session = _world.Open();
        var client = new Client(session);
        client.TakeQuietly();
        _world.Pass(15);
        client.Post(0, Up.Pong());
        _world.Pass(30);
        Assert.Equal(SessionPhase.Detached, session.Phase);
    }

    [Fact]
    public void Heartbeat_Native_BeatsAndMissesNothing()
    {
        var session = _world.Open();
        var link = new Client(session).Native();
        for (var i = 0; i < 10; i++)
        {
            _world.Pass(15);
            Assert.Equal(["ping"], link.Read());
        }

        Assert.Equal(SessionPhase.Attached, session.Phase);
    }

    [Fact]
    public void Heartbeat_BareSocket_LeavesItToTheSocket()
    {
        var link = new Client(_world.Open()).Native(ReaderMode.AtMostOnce);
        _world.Pass(1000);
        Assert.Empty(link.Read());
    }

    [Fact]
    public void Probe_NotPromoted_Expires()
    {
        var session = _world.Open();
        var client = new Client(session);
        var active = client.TakeQuietly();
        var candidate = client.Probe();
        candidate.Read();
        _world.Pass(14.9);
        Assert.Equal(SessionPhase.Switching, session.Phase);
        candidate.Send(Up.Pong());
        active.Send(Up.Pong());
        _world.Pass(0.1);
        Assert.Equal(SessionPhase.Attached, session.Phase);
        Assert.Equal(["close probe-expired"], candidate.Read());
        Assert.Empty(active.Read());
    }

    [Fact]
    public void Probe_Promoted_DoesNotExpire()
    {
        var session = _world.Open();
        var candidate = new Client(session).Probe();
        candidate.Send(Up.Promote(1, 0, 0));
        _world.Pass(14);
        candidate.Send(Up.Pong());
        _world.Pass(14);
        Assert.Equal(SessionPhase.Attached, session.Phase);
    }

    [Fact]
    public void Write_WithoutProgress_CutsTheConnection()
    {
        var session = _world.Open();
        var client = new Client(session);
        var link = client.TakeQuietly();
        link.Connection.WriteStarted = _world.Time.GetTimestamp();
        _world.Pass(9.9);
        Assert.Equal(0, client.Aborts);
        _world.Pass(0.1);
        Assert.Equal(1, client.Aborts);
        Assert.Equal(SessionPhase.Detached, session.Phase);
        Assert.Equal(["close write-timeout"], link.Read());
        _world.Pass(10);
        Assert.Equal(1, client.Aborts);
    }

    [Fact]
    public void Hold_Passed_ReleasesThePoll()
    {
        var session = _world.Open();
        var link = new Client(session).Take(ReaderMode.Downstream, hold: TimeSpan.FromSeconds(20));
        link.Read();
        var wait = new PendingWait(link.Reader.WaitToReadAsync());
        _world.Pass(19.9);
        Assert.False(wait.IsCompleted);
        _world.Pass(0.1);
        Assert.True(wait.IsCompleted);
        Assert.Empty(link.Read());
        Assert.Equal(SessionPhase.Attached, session.Phase);
    }

    [Fact]
    public void Hold_SomethingToSay_ReleasesThePollAtOnce()
    {
        var session = _world.Open();
        var link = new Client(session).Native(hold: TimeSpan.FromSeconds(20));
        var wait = new PendingWait(link.Reader.WaitToReadAsync());
        session.TrySend(Message.FromText("a"));
        Assert.True(wait.IsCompleted);
    }

    [Fact]
    public void Credentials_Expired_Detach()
    {
        var session = _world.Open(owner: Until(30));
        var client = new Client(session);
        var active = client.TakeQuietly();
        var candidate = client.Probe();
        candidate.Read();
        Expire(30);
        Assert.True(session.AreCredentialsExpired);
        Assert.Equal(["close reauthenticate"], active.Read());
        Assert.Equal(["close reauthenticate"], candidate.Read());
        Assert.Equal(SessionPhase.Detached, session.Phase);
        Assert.False(session.IsClosed);
    }

    [Fact]
    public void Credentials_Renewed_LetItGoOn()
    {
        var session = _world.Open(owner: Until(30));
        var link = new Client(session).TakeQuietly();
        Assert.True(session.TryRenew(Until(60)));
        Assert.False(session.TryRenew(Until(60) with { UserId = "eve" }));
        Assert.Equal("ada", session.UserId);
        Expire(30);
        Assert.False(session.AreCredentialsExpired);
        Assert.Equal(SessionPhase.Attached, session.Phase);
        Expire(30);
        Assert.Equal("close reauthenticate", link.Read()[^1]);
    }

    [Fact]
    public void Credentials_Expired_Close()
    {
        _world.Options.OnCredentialExpiry = CredentialExpiry.Close;
        var session = _world.Open(owner: Until(30));
        var link = new Client(session).TakeQuietly();
        Expire(29.5);
        Assert.False(session.IsClosed);
        Expire(0.5);
        Assert.True(session.IsClosed);
        Assert.StartsWith("close credentials-expired", link.Read()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_Expired_Ignore()
    {
        _world.Options.OnCredentialExpiry = CredentialExpiry.Ignore;
        var session = _world.Open(owner: Until(30));
        new Client(session).TakeQuietly();
        Expire(31);
        Assert.False(session.AreCredentialsExpired);
        Assert.Equal(SessionPhase.Attached, session.Phase);
    }

    [Fact]
    public void Credentials_WallClockOnly_MovesNoTimer()
    {
        var session = _world.Open(owner: Until(3600));
        new Client(session).TakeQuietly();
        _world.Time.SetUtcNow(_world.Time.GetUtcNow().AddMinutes(30));
        _world.Registry.Sweep();
        Assert.Equal(SessionPhase.Attached, session.Phase);
        _world.Time.SetUtcNow(_world.Time.GetUtcNow().AddDays(-1));
        _world.Registry.Sweep();
        Assert.Equal(SessionPhase.Attached, session.Phase);
    }

    private SessionOwner Until(double seconds) => new("ada", null, _world.Time.GetUtcNow().AddSeconds(seconds), null);

    /// <summary>By the wall clock, as credentials do: no heartbeat is missed.</summary>
    private void Expire(double seconds)
    {
        _world.Time.SetUtcNow(_world.Time.GetUtcNow().AddSeconds(seconds));
        _world.Registry.Sweep();
    }

    private void AssertExpiresAfter(Session session, double seconds)
    {
        _world.Pass(seconds - 0.1);
        Assert.False(session.IsClosed, $"the session expired before {seconds} s");
        _world.Pass(0.1);
        Assert.True(session.IsClosed, $"the session lives longer than {seconds} s");
    }
}
