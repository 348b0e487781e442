using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class ClosingTests
{
    private readonly World _world = new();
    private readonly ScriptedHandler _handler = new();
    private readonly Session _session;
    private readonly Client _client;

    public ClosingTests()
    {
        _session = _world.Open(_handler);
        _client = new Client(_session);
    }

    [Fact]
    public void Close_AfterWhatWasSent_IsDelivered()
    {
        var link = _client.TakeQuietly();
        Assert.True(_session.TrySend(Message.FromText("last")));
        Assert.True(_session.Close("enough"));
        Assert.False(_session.Close());
        Assert.True(_session.IsClosed);
        Assert.False(_session.TrySend(Message.FromText("more")));
        Assert.Equal(["1 last", "close closed: enough"], link.Read());
    }

    [Fact]
    public void Close_CarrierCutBeforeTheEnd_IsDeliveredByTheNext()
    {
        var first = _client.TakeQuietly();
        _session.TrySend(Message.FromText("a"));
        _session.TrySend(Message.FromText("b"));
        _session.Close();
        Assert.Equal(["1 a"], first.Read(1));
        first.Leave();
        Assert.Same(_session, _world.Registry.Find(_session.Id));
        var second = _client.TakeQuietly(received: 1);
        Assert.Equal(["2 b", "close closed"], second.Read());
        second.Send(Up.Ack(2));
        second.Leave(CloseCode.Closed);
        Assert.Null(_world.Registry.Find(_session.Id));
        Assert.Equal(["open", "close closed"], _handler.Calls);
        Assert.Single(_world.Observer.Events, line => line.StartsWith("closed", StringComparison.Ordinal));
    }

    [Fact]
    public void Close_WindowFull_TellsTheEndOnlyAfterTheRest()
    {
        _world.Options.LogMessages = 2;
        var link = _client.TakeQuietly();
        _session.TrySend(Message.FromText("a"));
        _session.TrySend(Message.FromText("b"));
        _session.Close();
        Assert.Equal(["1 a"], link.Read());
        link.Send(Up.Ack(1));
        Assert.Equal(["2 b", "close closed"], link.Read());
    }

    [Fact]
    public void Close_NobodyComesBack_ExpiresWithItsOwnCode()
    {
        _client.TakeQuietly().Leave();
        _session.TrySend(Message.FromText("a"));
        _session.Close();
        _world.Pass(119);
        Assert.NotNull(_world.Registry.Find(_session.Id));
        _world.Pass(1);
        Assert.Null(_world.Registry.Find(_session.Id));
        Assert.Equal(CloseCode.Closed, _world.Registry.Find(_session.Id, _session.Secret, _world.Endpoint, null, out _));
    }

    [Fact]
    public async Task Close_SendsThatWait_Throw()
    {
        _world.Options.LogMessages = 2;
        _world.Options.Overflow = OverflowPolicy.Wait;
        _session.TrySend(Message.FromText("a"));
        _session.TrySend(Message.FromText("b"));
        var waiting = _session.SendAsync("c").AsTask();
        _session.Close();
        await Assert.ThrowsAsync<SessionClosedException>(() => waiting.InTime());
        await Assert.ThrowsAsync<SessionClosedException>(() => _session.SendAsync("d").AsTask());
    }

    [Fact]
    public async Task Abort_LosesWhatWasNotDelivered()
    {
        var active = _client.TakeQuietly();
        var candidate = _client.Probe();
        candidate.Read();
        var sending = _session.SendAcknowledgedAsync(Message.FromText("a"));
        var asking = _session.RequestAsync(Message.FromText("b"), TimeSpan.FromSeconds(1));
        _session.Abort(CloseCode.Kicked, "out");
        _session.Abort(CloseCode.Shed);
        Assert.Equal(["close kicked: out"], active.Read());
        Assert.Equal(["close kicked: out"], candidate.Read());
        Assert.Equal(CloseCode.Kicked, (await Assert.ThrowsAsync<SessionClosedException>(() => sending.InTime())).Reason.Code);
        await Assert.ThrowsAsync<SessionClosedException>(() => asking.InTime());
        Assert.Equal(SessionPhase.Closed, _session.Phase);
        Assert.Equal(0, _world.Budget.Used);
        Assert.Equal(["open", "close kicked: out"], _handler.Calls);
        Assert.Equal(0, _world.Registry.Count);
    }

    [Fact]
    public void Abort_AReaderStillHoldsBytes_ReturnsThemWhenItLeaves()
    {
        var link = _client.TakeQuietly();
        _session.TrySend(Message.FromText("held"));
        Assert.True(link.Reader.TryRead(out var frame));
        _session.Abort(CloseCode.Kicked);
        Assert.Equal("1 held", Down.Describe(frame));
        Assert.True(_world.Budget.Used > 0);
        link.Leave();
        Assert.Equal(0, _world.Budget.Used);
    }

    [Fact]
    public async Task SendAcknowledged_AckedByTheClient_Completes()
    {
        var link = _client.TakeQuietly();
        var sending = _session.SendAcknowledgedAsync(Message.FromText("a"));
        link.Read();
        Assert.False(sending.IsCompleted);
        link.Send(Up.Ack(1));
        await sending.InTime();
    }

    [Fact]
    public async Task Send_WhatMayNotBeSent_Throws()
    {
        _world.Options.MaxMessageBytes = 10;
        await Assert.ThrowsAsync<ArgumentException>(() => _session.SendAsync("eleven bytes").AsTask());
        Assert.Throws<ArgumentException>(() => { _session.TrySend(new SharedMessage(Message.FromText("eleven bytes"))); });
        Assert.Throws<ArgumentException>(() => { _session.TrySend(new Message(MessageKind.Text, new byte[] { 0xC3 })); });
        Assert.Throws<ArgumentException>(() => Message.FromText("\uD800"));
        Assert.Equal(0, _session.Bus.Log.Last);
    }
}
