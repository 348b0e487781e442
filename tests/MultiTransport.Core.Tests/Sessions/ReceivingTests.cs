using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class ReceivingTests
{
    private readonly World _world = new(options => options.InboxMessages = 4);
    private readonly Steps _steps = new();
    private readonly ScriptedHandler _quick = new();
    private readonly ScriptedHandler _slow;

    public ReceivingTests() => _slow = new ScriptedHandler { Message = (_, _) => _steps.WaitAsync() };

    [Fact]
    public void Receive_TheSameNumbersAgain_HandsThemOverOnce()
    {
        var client = new Client(_world.Open(_quick));
        Assert.Equal(CloseCode.None, client.Post(0, Up.Text("a"), Up.Text("b")));
        Assert.Equal(CloseCode.None, client.Post(0, Up.Text("a"), Up.Text("b"), Up.Text("c")));
        Assert.Equal(CloseCode.None, client.Post(2, Up.Text("c"), Up.Text("d")));
        Assert.Equal(["open", "a", "b", "c", "d"], _quick.Calls);
    }

    [Fact]
    public void Receive_OnTwoCarriers_CountsEachFromItsPosition()
    {
        var session = _world.Open(_quick);
        var client = new Client(session);
        var socket = client.TakeQuietly();
        socket.Send(Up.Text("a"));
        client.Post(1, Up.Text("b"));
        Assert.Equal(CloseCode.None, socket.Send(Up.Text("b"), Up.Text("c")));
        Assert.Equal(["open", "a", "b", "c"], _quick.Calls);
        Assert.Equal(3, session.Upstream.Received);
    }

    [Fact]
    public void Attach_BehindAMissingNumber_IsPositionAhead()
    {
        var session = _world.Open(_quick);
        Assert.Equal(CloseCode.PositionAhead, new Client(session).Post(1, Up.Text("b")));
        Assert.Equal(["open"], _quick.Calls);
        Assert.Equal(0, session.Upstream.Received);
    }

    [Fact]
    public void Receive_BehindAMissingNumber_IsPositionAhead()
    {
        var session = _world.Open(_quick);
        var carrier = new UpstreamCarrier(1, null, mayCarryMessages: true);
        Assert.Equal(CloseCode.PositionAhead, session.Receive(ref carrier, Up.Text("b")));
        Assert.Equal(1, carrier.Position);
        Assert.Equal(["open"], _quick.Calls);
    }

    [Fact]
    public void Receive_OnACandidate_CarriesNoMessages()
    {
        var client = new Client(_world.Open(_quick));
        var candidate = client.Probe();
        Assert.Equal(CloseCode.PositionAhead, candidate.Send(Up.Text("a")));
        Assert.Equal(CloseCode.PositionAhead, candidate.Send(Up.Fragment("a")));
        Assert.Equal(CloseCode.None, candidate.Send(Up.Ping(), Up.Promote(1, 0, 0), Up.Text("a")));
        Assert.Equal(["open", "a"], _quick.Calls);
    }

    [Fact]
    public void Receive_MoreThanTheWindow_IsAFlowViolation()
    {
        var session = _world.Open(_slow);
        var client = new Client(session);
        Assert.Equal(CloseCode.None, client.Post(0, Up.Text("1"), Up.Text("2"), Up.Text("3"), Up.Text("4")));
        Assert.Equal(CloseCode.FlowViolation, client.Post(4, Up.Text("5")));
        Assert.Equal(4, session.Upstream.Received);
        _steps.Finish();
        Assert.Equal(CloseCode.None, client.Post(4, Up.Text("5")));
        Assert.Equal(["open", "1", "2"], _slow.Calls);
    }

    [Fact]
    public void Receive_MoreBytesThanTheWindow_IsAFlowViolation()
    {
        _world.Options.InboxBytes = 100;
        var client = new Client(_world.Open(_slow));
        var text = Up.Text(new string('a', 60));
        Assert.Equal(CloseCode.None, client.Post(0, text, text));
        Assert.Equal(CloseCode.FlowViolation, client.Post(2, text));
        _steps.Finish();
        Assert.Equal(CloseCode.None, client.Post(2, text));
    }

    [Fact]
    public void Receive_HandlerIsBusy_KeepsOrderAndReturnsWhatItRented()
    {
        var session = _world.Open(_slow);
        var link = new Client(session).TakeQuietly();
        link.Send(Up.Text("1"), Up.Text("2"), Up.Text("3"));
        Assert.Equal(["open", "1"], _slow.Calls);
        Assert.True(_world.Budget.Used > 0);
        Assert.Empty(link.Read());
        _steps.Finish();
        Assert.Equal(["open", "1", "2"], _slow.Calls);
        Assert.Equal(["ack 1"], link.Read());
        _steps.Finish();
        Assert.Equal(0, _world.Budget.Used);
        _steps.Finish();
        Assert.Equal(["open", "1", "2", "3"], _slow.Calls);
        Assert.Equal(["ack 3"], link.Read());
    }

    [Fact]
    public void Receive_HandlerHangs_ControlFramesAreServed()
    {
        var session = _world.Open(_slow);
        var link = new Client(session).TakeQuietly();
        session.TrySend(Message.FromText("down"));
        link.Read();
        Assert.Equal(CloseCode.None, link.Send(Up.Text("1"), Up.Ping(1, 2), Up.Ack(1), Up.Fail(1, "no"), Up.Pong()));
        Assert.Equal(["pong 0102"], link.Read());
        Assert.Equal(0, session.Bus.Log.Count);
        Assert.Contains("client-failed 1 no", _world.Observer.Events);
    }

    [Fact]
    public void Receive_HandlerThrows_FailsAndTheSessionGoesOn()
    {
        var handler = new ScriptedHandler { Message = (_, message) => message.GetText() == "2" ? throw new InvalidOperationException("boom") : default };
        var link = new Client(_world.Open(handler)).TakeQuietly();
        Assert.Equal(CloseCode.None, link.Send(Up.Text("1"), Up.Text("2"), Up.Text("3")));
        Assert.Equal(["fail 2 handler-failed", "ack 3"], link.Read());
        Assert.Contains("handler-failed 2 boom", _world.Observer.Events);
        Assert.Equal(["open", "1", "2", "3"], handler.Calls);
    }

    [Fact]
    public void Receive_HandlerThrowsLater_FailsAndTheSessionGoesOn()
    {
        var link = new Client(_world.Open(_slow)).TakeQuietly();
        link.Send(Up.Text("1"), Up.Text("2"));
        _steps.Fail(new InvalidOperationException("boom"));
        _steps.Finish();
        Assert.Equal(["fail 1 handler-failed", "ack 2"], link.Read());
        Assert.Contains("handler-failed 1 boom", _world.Observer.Events);
    }

    [Fact]
    public void Receive_TextThatIsNotUtf8_FailsAndIsNotHandedOver()
    {
        var link = new Client(_world.Open(_quick)).TakeQuietly();
        Assert.Equal(CloseCode.None, link.Send(Up.Raw(FrameType.Text, [0xC3]), Up.Binary(0xC3), Up.Text("é")));
        Assert.Equal(["fail 1 not-utf8", "ack 3"], link.Read());
        Assert.Equal(["open", "[C3]", "é"], _quick.Calls);
    }

    [Theory]
    [InlineData(0xC0)]
    [InlineData(0xDF)]
    public void Receive_ANumberedTypeThatIsNotKnown_IsCounted(byte type)
    {
        var link = new Client(_world.Open(_quick)).TakeQuietly();
        Assert.Equal(CloseCode.None, link.Send(Up.Raw(type, [1]), Up.Text("2")));
        Assert.Equal("ack 2", link.Read()[^1]);
        Assert.Equal(["open", "2"], _quick.Calls);
    }

    [Theory]
    [InlineData(0x80)]
    [InlineData(0xBF)]
    public void Receive_AnOptionalTypeThatIsNotKnown_IsSkipped(byte type)
    {
        var link = new Client(_world.Open(_quick)).TakeQuietly();
        Assert.Equal(CloseCode.None, link.Send(Up.Raw(type, [1]), Up.Text("1")));
        Assert.Equal(["ack 1"], link.Read());
    }

    [Fact]
    public void Open_StillRunning_NoMessageIsHandedOver()
    {
        var handler = new ScriptedHandler { Open = _ => _steps.WaitAsync() };
        var session = _world.Open(handler);
        session.ReceiveOpening(FrameType.Text, "1"u8);
        var link = new Client(session).TakeQuietly(upstream: 1);
        link.Send(Up.Text("2"));
        Assert.Equal(["open"], handler.Calls);
        _steps.Finish();
        Assert.Equal(["open", "1", "2"], handler.Calls);
        Assert.Equal(["ack 2"], link.Read());
    }

    [Fact]
    public void Open_Throws_ClosesTheSession()
    {
        var handler = new ScriptedHandler { Open = _ => throw new InvalidOperationException("no") };
        var session = _world.Open(handler);
        Assert.True(session.IsClosed);
        Assert.Equal(["open", "close closed: The handler failed to open the session."], handler.Calls);
        Assert.Null(_world.Registry.Find(session.Id));
    }

    [Fact]
    public void Close_HandlerStillBusy_IsToldOnceAfterTheLastMessage()
    {
        var session = _world.Open(_slow);
        var client = new Client(session);
        client.Post(0, Up.Text("1"), Up.Text("2"));
        session.Close("enough");
        session.Abort(CloseCode.Kicked);
        Assert.Equal(["open", "1"], _slow.Calls);
        _steps.Finish();
        _steps.Finish();
        Assert.Equal(["open", "1", "2", "close closed: enough"], _slow.Calls);
        Assert.Equal(0, _steps.Waiting);
    }

    [Fact]
    public void Close_HandlerFails_IsReportedAndNothingElse()
    {
        var session = _world.Open(new ScriptedHandler { Close = (_, _) => throw new InvalidOperationException("at the end") });
        session.Abort(CloseCode.Kicked);
        Assert.Contains("handler-failed 0 at the end", _world.Observer.Events);
    }

    [Fact]
    public async Task Close_HandlerHoldsItsThread_HoldsUpNobodyElse()
    {
        using var release = new ManualResetEventSlim();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var real = new SessionEndpoint("/real", _world.Options, _world.Budget, _world.Time, _world.Observer, () => new ScriptedHandler
        {
            Close = (_, _) =>
            {
                told.TrySetResult();
                release.Wait();
                return default;
            },
        });
        var sessions = Enumerable.Range(0, 2).Select(_ => _world.Open(endpoint: real)).ToList();

        _world.Pass(120); // the sweep ends all of them, on this thread
        Assert.All(sessions, session => Assert.True(session.IsClosed));
        await told.Task.WaitAsync(TimeSpan.FromSeconds(30));
        release.Set();
    }

    [Fact]
    public void Receive_AfterClose_IsNotHandedOver_ButAnswered()
    {
        var session = _world.Open(_quick);
        var link = new Client(session).TakeQuietly();
        session.TrySend(Message.FromText("last"));
        session.Close();
        Assert.Equal(CloseCode.None, link.Send(Up.Text("late"), Up.Text("later")));
        Assert.Equal(["open", "close closed"], _quick.Calls);
        Assert.Equal(["fail 1 closed", "fail 2 closed", "ack 2", "1 last", "close closed"], link.Read());
    }

    [Fact]
    public async Task Open_FailsLater_WhatCameMeanwhileIsNotHandedOver()
    {
        var opening = new TaskCompletionSource();
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new ScriptedHandler
        {
            Open = _ => new ValueTask(opening.Task),
            Close = (_, _) =>
            {
                closed.SetResult();
                return default;
            },
        };
        var session = _world.Open(handler);
        new Client(session).Post(0, Up.Text("1"), Up.Text("2"));

        opening.SetException(new InvalidOperationException("no"));
        await closed.Task.InTime();

        Assert.Equal(["open", "close closed: The handler failed to open the session."], handler.Calls);
        Assert.Equal(0, _world.Registry.Budget.Used);
    }

    [Fact]
    public async Task ClientClose_WhileTheHandlerIsBusy_EndsTheSessionAfterIt()
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new ScriptedHandler
        {
            Message = (_, _) => _steps.WaitAsync(),
            Close = (_, _) =>
            {
                closed.SetResult();
                return default;
            },
        };
        var session = _world.Open(handler);
        var link = new Client(session).TakeQuietly();
        link.Send(Up.Text("1"), Up.Text("2"), Up.Close(reason: "bye"), Up.Close());
        _steps.Finish();
        Assert.False(session.IsClosed);
        _steps.Finish();
        await closed.Task.InTime();
        Assert.True(session.IsClosed);
        Assert.Equal(["open", "1", "2", "close closed-by-client: bye"], handler.Calls);
        Assert.Equal("close closed-by-client: bye", link.Read()[^1]);
        Assert.Equal(CloseCode.ClosedByClient, _world.Registry.Find(session.Id, session.Secret, _world.Endpoint, null, out _));
    }

    [Fact]
    public void ReceiveBare_WithItsNumber_IsTakenOnce()
    {
        var session = _world.Open(_quick);
        Assert.Equal(CloseCode.None, session.ReceiveBare(null, MessageKind.Text, "a"u8, 1, out var taken));
        Assert.Equal(1, taken);
        Assert.Equal(CloseCode.None, session.ReceiveBare(null, MessageKind.Text, "a"u8, 1, out _));
        Assert.Equal(CloseCode.PositionAhead, session.ReceiveBare(null, MessageKind.Text, "c"u8, 3, out _));
        Assert.Equal(CloseCode.None, session.ReceiveBare(null, MessageKind.Binary, [7], 0, out taken));
        Assert.Equal(2, taken);
        Assert.Equal(["open", "a", "[07]"], _quick.Calls);
    }

    [Fact]
    public async Task WaitForRoom_InboxFull_CompletesWhenOneIsHandled()
    {
        var session = _world.Open(_slow);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(CloseCode.None, session.ReceiveNext(null, MessageKind.Text, "x"u8));
        }

        Assert.Equal(CloseCode.FlowViolation, session.ReceiveNext(null, MessageKind.Text, "x"u8));
        var room = session.WaitForRoomAsync();
        Assert.False(room.IsCompleted);
        _steps.Finish();
        await room.InTime();
        Assert.Equal(CloseCode.None, session.ReceiveNext(null, MessageKind.Text, "x"u8));
    }
}
