using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class WakingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Link _link = null!;

    [Fact]
    public void Turn_HandlerSends_WakesTheReaderInlineAtTheEnd()
    {
        var duringTheTurn = false;
        var wokenOn = 0;
        var handler = new ScriptedHandler
        {
            Message = (session, _) =>
            {
                Assert.True(session.TrySend(Message.FromText("answer")));
                duringTheTurn = wokenOn != 0;
                return default;
            },
        };
        Open(handler);
        OnWoken(() => wokenOn = Environment.CurrentManagedThreadId);
        _link.Send(Up.Text("question"));
        Assert.False(duringTheTurn);
        Assert.Equal(Environment.CurrentManagedThreadId, wokenOn);
        Assert.Equal(["ack 1", "1 answer"], _link.Read());
    }

    [Fact]
    public async Task Publish_FromAnotherThread_WakesTheReaderAsynchronously()
    {
        var session = Open(new ScriptedHandler());
        var woken = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        OnWoken(() => woken.SetResult(Environment.CurrentManagedThreadId));
        var publisher = 0;
        OnThread(() =>
        {
            publisher = Environment.CurrentManagedThreadId;
            session.TrySend(Message.FromText("a"));
        });
        Assert.NotEqual(publisher, await woken.Task.InTime());
        Assert.Equal(["1 a"], _link.Read());
    }

    [Fact]
    public void Publish_FromAnotherThreadDuringATurn_DoesNotWaitForItsEnd()
    {
        using var woken = new ManualResetEventSlim();
        var inTime = false;
        var handler = new ScriptedHandler
        {
            Message = (session, _) =>
            {
                OnThread(() => session.TrySend(Message.FromText("a")));
                inTime = woken.Wait(Patience);
                return default;
            },
        };
        Open(handler);
        OnWoken(woken.Set);
        _link.Send(Up.Text("x"));
        Assert.True(inTime);
    }

    [Fact]
    public void AsyncHandler_CompletesOutsideATurn_WakesTheReaderForItsAck()
    {
        var steps = new Steps();
        Open(new ScriptedHandler { Message = (_, _) => steps.WaitAsync() });
        var wait = Wait();
        _link.Send(Up.Text("x"));
        Assert.False(wait.IsCompleted);
        steps.Finish();
        Assert.True(wait.IsCompleted);
        Assert.Equal(["ack 1"], _link.Read());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Turn_AnotherConnectionEndsMeanwhile_TheReaderIsStillWoken(bool byTheServer)
    {
        Link? candidate = null;
        var handler = new ScriptedHandler
        {
            Message = (session, _) =>
            {
                Assert.True(session.TrySend(Message.FromText("answer")));
                if (byTheServer)
                {
                    session.End(candidate!.Connection, new CloseReason(CloseCode.ProbeExpired, ""));
                }
                else
                {
                    candidate!.Leave();
                }

                return default;
            },
        };
        var session = Open(handler, out var client);
        candidate = client.Probe();
        candidate.Read();
        var wait = Wait();
        _link.Send(Up.Text("question"));
        Assert.True(wait.IsCompleted);
        Assert.Equal(["ack 1", "1 answer"], _link.Read());
        Assert.Equal(SessionPhase.Attached, session.Phase);
    }

    [Fact]
    public void Ack_OpensTheWindow_WakesTheReader()
    {
        var session = Open(new ScriptedHandler(), out var client, options => options.LogMessages = 2);
        session.TrySend(Message.FromText("a"));
        session.TrySend(Message.FromText("b"));
        Assert.Equal(["1 a"], _link.Read());
        var wait = Wait();
        Assert.Equal(CloseCode.None, client.Post(0, Up.Ack(1)));
        Assert.True(wait.IsCompleted);
        Assert.Equal(["2 b"], _link.Read());
    }

    [Fact]
    public void ReleaseWait_NothingToRead_LetsTheReaderGoOnOnce()
    {
        Open(new ScriptedHandler());
        var wait = Wait();
        _link.Reader.ReleaseWait();
        Assert.True(wait.IsCompleted);
        Assert.Empty(_link.Read());
        Assert.False(Wait().IsCompleted);
    }

    [Fact]
    public void ReleaseWait_BeforeTheWait_IsNotLost()
    {
        Open(new ScriptedHandler());
        _link.Reader.ReleaseWait();
        Assert.True(Wait().IsCompleted);
    }

    [Fact]
    public async Task Superseded_ReaderWaits_IsWokenToTellIt()
    {
        Open(new ScriptedHandler(), out var client);
        var wait = Wait();
        client.Take();
        Assert.True(wait.IsCompleted);
        Assert.Equal(["close superseded"], _link.Read());
        Assert.False(await _link.Reader.WaitToReadAsync().AsTask().InTime());
    }

    [Fact]
    public void Promote_WithAnUpstreamThatIsAhead_LosesNoReader()
    {
        Open(new ScriptedHandler(), out var client);
        var wait = Wait();
        var candidate = client.Probe();
        Assert.Equal(["attached candidate received=0 handled=0 position=0"], candidate.Read());
        Assert.Equal(CloseCode.PositionAhead, candidate.Send(Up.Promote(2, 0, 5)));

        // Whichever of the two the session chose: who lost must have been told so, and who won must go on.
        var isSuperseded = _link.Session.Bus.Active != _link.Reader;
        Assert.Equal(isSuperseded, wait.IsCompleted);
        Assert.Equal(isSuperseded ? ["close superseded"] : [], _link.Read());
    }

    private static void OnThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }

    private Session Open(MessageHandler handler) => Open(handler, out _);

    private Session Open(MessageHandler handler, out Client client, Action<SessionOptions>? options = null)
    {
        var session = new World(options).Open(handler);
        client = new Client(session);
        _link = client.TakeQuietly();
        return session;
    }

    private PendingWait Wait() => new(_link.Reader.WaitToReadAsync());

    private void OnWoken(Action action)
    {
        var wait = Wait();
        Assert.False(wait.IsCompleted);
        wait.OnCompleted(action);
    }
}
