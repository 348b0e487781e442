using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>Section 10, the row on shutdown: who is told when, and what comes of it.</summary>
public sealed class SessionDrainTests
{
    private const double Timeout = 30;
    private const double Share = Timeout / 3;

    private readonly World _world = new();

    [Fact]
    public async Task Drain_AllAcked_GoesAwayAtTheNextStep()
    {
        var session = _world.Open();
        var link = new Client(session).TakeQuietly();
        session.TrySend(Message.FromText("a"));
        var draining = _world.DrainAsync();
        Assert.True(_world.Registry.IsGoingAway);
        Assert.Null(_world.TryOpen(out var refusal, out _));
        Assert.Equal(CloseCode.GoingAway, refusal);
        Assert.Equal(["ping", "1 a"], link.Read());
        Assert.False(session.IsClosed);
        link.Send(Up.Ack(1));
        Step();
        await draining.InTime();
        Assert.Equal(["close going-away: The server is shutting down."], link.Read());
        AssertReport("told 1 away 0 cut 0 ended 0 after 0.05 s");
    }

    [Fact]
    public async Task Drain_NothingUnacked_GoesAwayAtOnceAndUnasked()
    {
        var session = _world.Open();
        var link = new Client(session).TakeQuietly();
        await _world.DrainAsync().InTime();
        Assert.Equal(["close going-away: The server is shutting down."], link.Read());
        AssertReport("told 1 away 0 cut 0 ended 0 after 0 s");
    }

    [Fact]
    public async Task Drain_NotAcked_GoesAwayWhenItsShareIsOver()
    {
        var session = _world.Open();
        new Client(session).TakeQuietly();
        session.TrySend(Message.FromText("a"));
        var draining = _world.DrainAsync();
        Advance(Share - 0.1);
        Assert.False(session.IsClosed);
        Advance(0.1);
        await draining.InTime();
        Assert.True(session.IsClosed);
        AssertReport($"told 0 away 0 cut 1 ended 0 after {Share} s");
    }

    [Fact]
    public async Task Drain_HandlerStillBusy_IsWaitedFor()
    {
        var handled = new TaskCompletionSource();
        var session = _world.Open(new ScriptedHandler { Message = (_, _) => new ValueTask(handled.Task) });
        var link = new Client(session).TakeQuietly();
        link.Send(Up.Text("a"));
        var draining = _world.DrainAsync();
        Step();
        Assert.False(session.IsClosed);
        handled.SetResult();
        await session.WaitForHandledAsync(1, TimeSpan.FromMinutes(1)).AsTask().InTime();
        Step();
        await draining.InTime();
        AssertReport("told 1 away 0 cut 0 ended 0 after 0.1 s");
    }

    [Fact]
    public async Task Drain_Hurried_GoesAwayAtOnce()
    {
        var session = _world.Open();
        new Client(session).TakeQuietly();
        session.TrySend(Message.FromText("a"));
        using var hurry = new CancellationTokenSource();
        var draining = _world.DrainAsync(hurry: hurry.Token);
        await hurry.CancelAsync();
        await draining.InTime();
        Assert.True(session.IsClosed);
        AssertReport("told 0 away 0 cut 1 ended 0 after 0 s");
    }

    [Fact]
    public async Task Drain_Native_IsDoneWhenAllIsWritten()
    {
        var session = _world.Open();
        var link = new Client(session).Native();
        session.TrySend(Message.FromText("a"));
        var draining = _world.DrainAsync();
        Assert.False(session.IsClosed);
        Assert.Equal(["1 a"], link.Read());
        Step();
        await draining.InTime();
        Assert.Equal(["close going-away: The server is shutting down."], link.Read());
    }

    [Fact]
    public async Task Drain_BareSocket_IsDoneWhenAllIsWritten()
    {
        var session = _world.Open();
        var link = new Client(session).Native(ReaderMode.AtMostOnce);
        session.TrySend(Message.FromText("a"));
        var draining = _world.DrainAsync();
        Assert.False(session.IsClosed);
        Assert.Equal(["1 a"], link.Read());
        Step();
        await draining.InTime();
        Assert.True(session.IsClosed);
    }

    [Fact]
    public async Task Drain_Away_IsNotWaitedForUnlessItMayComeBackForWhatIsLeft()
    {
        var empty = _world.Open();
        new Client(empty).TakeQuietly().Leave();
        var longGone = _world.Open();
        longGone.TrySend(Message.FromText("a"));
        new Client(longGone).TakeQuietly().Leave();
        _world.Pass(Timeout);
        var session = _world.Open();
        session.TrySend(Message.FromText("a"));
        var client = new Client(session);
        client.TakeQuietly().Leave();

        var draining = _world.DrainAsync();

        Assert.True(empty.IsClosed && longGone.IsClosed);
        Assert.False(session.IsClosed);
        var link = client.TakeQuietly();
        Assert.Equal(["1 a"], link.Read());
        link.Send(Up.Ack(1));
        Step();
        await draining.InTime();
        AssertReport("told 1 away 1 cut 1 ended 0 after 0.05 s");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Drain_BetweenTwoPolls_IsToldByTheNextOne(bool isNative)
    {
        var session = _world.Open();
        var client = new Client(session);
        Poll().Leave(CloseCode.Complete);
        var draining = _world.DrainAsync();
        Step();
        Assert.False(draining.IsCompleted);
        Assert.False(session.TrySend(Message.FromText("too late")));

        var link = Poll();
        Assert.Equal("close going-away: The server is shutting down.", link.Read()[^1]);
        link.Leave(CloseCode.Complete);
        Step();
        await draining.InTime();
        AssertReport("told 1 away 0 cut 0 ended 0 after 0.1 s");

        Link Poll() => isNative ? client.Native(hold: TimeSpan.Zero) : client.Take(ReaderMode.Downstream, hold: TimeSpan.Zero);
    }

    [Fact]
    public async Task Drain_APollerThatNeverComesBack_IsAwayWhenItsShareIsOver()
    {
        var session = _world.Open();
        new Client(session).Take(ReaderMode.Downstream, hold: TimeSpan.Zero).Leave(CloseCode.Complete);
        var draining = _world.DrainAsync();
        Advance(Share);
        await draining.InTime();
        AssertReport($"told 0 away 1 cut 0 ended 0 after {Share} s");
    }

    [Fact]
    public async Task Drain_OneOfThemEnds_TheOthersAreStillWaitedFor()
    {
        var (one, _) = Unacked();
        var (two, link) = Unacked();
        var draining = _world.DrainAsync();
        one.Abort(CloseCode.Kicked);
        Step();
        Assert.False(two.IsClosed);
        link.Read();
        link.Send(Up.Ack(1));
        Step();
        await draining.InTime();
        AssertReport("told 1 away 0 cut 0 ended 1 after 0.1 s");
    }

    [Fact]
    public async Task Drain_Many_AreToldOneAfterTheOtherTheReadyFirst()
    {
        var ready = Enumerable.Range(0, 200).Select(_ => _world.Open()).ToArray();
        var readyLinks = ready.Select(static session => new Client(session).TakeQuietly()).ToArray();
        var busy = Enumerable.Range(0, 100).Select(_ => Unacked().Session).ToArray();

        var draining = _world.DrainAsync(pace: 1);
        var told = new List<(double At, int Ready, int Busy)>();
        for (var at = 0.0; !draining.IsCompleted; at += 1)
        {
            told.Add((at, ready.Count(static session => session.IsClosed), busy.Count(static session => session.IsClosed)));
            Assert.True(at <= Timeout, "Nobody is told later than the deadline.");
            Advance(1);
            await Task.Yield();
        }

        var window = Timeout * 2 / 3;
        Assert.InRange(told[0].Ready, 1, 3);
        Assert.All(told.Where(row => row.At <= window), row => Assert.InRange(row.Ready, Math.Min(200, row.At * 300 / window) - 6, (row.At * 300 / window) + 6));
        Assert.All(told, row => Assert.InRange(row.Busy, Math.Max(0, ((row.At - Share) * 300 / window) - 206), Math.Max(0, ((row.At - Share) * 300 / window) - 200) + 6));
        Assert.Equal((200, 100), (ready.Count(static session => session.IsClosed), busy.Count(static session => session.IsClosed)));
        Assert.All(readyLinks, static link => Assert.Equal(["close going-away: The server is shutting down."], link.Read()));
    }

    [Fact]
    public async Task Drain_NoTime_EndsAllAtOnce()
    {
        var sessions = Enumerable.Range(0, 50).Select(_ => Unacked().Session).ToArray();
        await _world.Registry.DrainAsync(new DrainPlan(TimeSpan.Zero, 1), CancellationToken.None).InTime();
        Assert.All(sessions, static session => Assert.True(session.IsClosed));
        Assert.Equal(0, _world.Time.ActiveTimers);
        AssertReport("told 0 away 0 cut 50 ended 0 after 0 s");
    }

    private (Session Session, Link Link) Unacked()
    {
        var session = _world.Open();
        var link = new Client(session).TakeQuietly();
        session.TrySend(Message.FromText("a"));
        return (session, link);
    }

    private void Step() => _world.Time.Advance(DrainPlan.Step);

    private void Advance(double seconds) => _world.Time.Advance(TimeSpan.FromSeconds(seconds));

    private void AssertReport(string expected) => Assert.Equal($"drained {expected}", _world.Observer.Events[^1]);
}
