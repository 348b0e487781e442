using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class AttachingTests
{
    private readonly World _world = new();
    private readonly Session _session;
    private readonly Client _client;

    public AttachingTests()
    {
        _session = _world.Open();
        _client = new Client(_session);
    }

    [Fact]
    public void Take_ResumesAtTheClientsPosition()
    {
        Send("a", "b", "c");
        var first = _client.Take();
        Assert.Equal(["attached active received=0 handled=0 position=0", "1 a", "2 b", "3 c"], first.Read());
        first.Leave();
        Assert.Equal(SessionPhase.Detached, _session.Phase);
        Assert.Equal(["attached active received=0 handled=0 position=1", "2 b", "3 c"], _client.Take(received: 1).Read());
        Assert.Equal("test", _session.Transport);
    }

    [Fact]
    public void Take_EndsWhatWasActive()
    {
        var first = _client.TakeQuietly();
        Send("a");
        var second = _client.Take();
        Assert.Equal(["close superseded"], first.Read());
        Assert.Equal(["attached active received=0 handled=0 position=0", "1 a"], second.Read());
        first.Leave(CloseCode.Superseded);
        Assert.Equal(SessionPhase.Attached, _session.Phase);
        Assert.Equal("detached test Superseded 0 s", _world.Observer.Events[^1]);
    }

    [Fact]
    public void Probe_CarriesControlFramesOnly()
    {
        var active = _client.TakeQuietly();
        var candidate = _client.Probe();
        Send("a");
        _session.Beat(candidate.Connection, TimeSpan.FromMilliseconds(500));
        Assert.Equal(["attached candidate received=0 handled=0 position=0", "ping F403"], candidate.Read());
        Assert.Equal(["1 a"], active.Read());
        Assert.Equal(SessionPhase.Switching, _session.Phase);
    }

    [Fact]
    public void Probe_EndsTheCandidateBefore()
    {
        _client.TakeQuietly();
        var first = _client.Probe();
        first.Read();
        var second = _client.Probe();
        Assert.Equal(["close superseded"], first.Read());
        Assert.Equal(["attached candidate received=0 handled=0 position=0"], second.Read());
    }

    [Fact]
    public void Promote_OnTheCandidate_MovesTheMessagesOver()
    {
        var active = _client.TakeQuietly();
        Send("a", "b");
        Assert.Equal(["1 a"], active.Read(1));
        var candidate = _client.Probe(received: 1);
        candidate.Read();
        Assert.Equal(CloseCode.None, candidate.Send(Up.Promote(2, 1, 0)));
        Assert.Equal(["close superseded"], active.Read());
        Assert.Equal(["attached active received=0 handled=0 position=1", "2 b"], candidate.Read());
        candidate.Send(Up.Text("up"));
        Assert.Equal(["ack 1"], candidate.Read());
        Assert.Equal(SessionPhase.Attached, _session.Phase);
        Assert.Equal("probe", _session.Transport);
        Assert.Contains("promoted probe", _world.Observer.Events);
    }

    [Fact]
    public void Promote_ByARequest_MovesTheMessagesOver()
    {
        var active = _client.TakeQuietly(ReaderMode.Downstream);
        var candidate = _client.Probe(ReaderMode.Downstream);
        candidate.Read();
        Send("a");
        Assert.Equal(CloseCode.None, _client.Post(0, Up.Promote(2, 0, 99)));
        Assert.Equal(["close superseded"], active.Read());
        Assert.Equal(["attached active received=0 handled=0 position=0", "1 a"], candidate.Read());
    }

    [Fact]
    public void Promote_WithoutAnActiveConnection_IsFine()
    {
        var candidate = _client.Probe();
        candidate.Read();
        candidate.Send(Up.Promote(1, 0, 0));
        Assert.Equal(["attached active received=0 handled=0 position=0"], candidate.Read());
    }

    [Fact]
    public void Promote_OfNoLivingConnection_IsIgnored()
    {
        var active = _client.TakeQuietly();
        var gone = _client.Probe();
        gone.Leave();
        Assert.Equal(CloseCode.None, active.Send(Up.Promote(2, 0, 0), Up.Promote(1, 0, 0), Up.Promote(77, 0, 0)));
        Assert.Empty(active.Read());
        Assert.Equal("test", _session.Transport);
    }

    [Fact]
    public void Attach_Replayed_IsServedAnew()
    {
        var frame = _client.Frame(AttachMode.Take);
        Assert.Equal(CloseCode.None, _client.TryAttach(frame, out var first));
        Assert.Equal(CloseCode.None, _client.TryAttach(frame, out var second));
        Assert.NotEqual(first!.Number, second!.Number);
        Assert.Equal(second.Reader, _session.Bus.Active);
    }

    [Fact]
    public void Attach_OlderThanTheNewest_IsStale()
    {
        var late = _client.Frame(AttachMode.Take);
        var active = _client.TakeQuietly();
        Assert.Equal(CloseCode.Stale, _client.TryAttach(late, out var connection));
        Assert.Null(connection);
        Assert.Equal(active.Reader, _session.Bus.Active);
    }

    [Fact]
    public void Send_OlderThanTheNewestAttach_IsTakenByItsNumbers()
    {
        var late = _client.Frame(AttachMode.Send);
        var active = _client.TakeQuietly();
        Assert.Equal(CloseCode.None, _client.TryAttach(late, out var connection));
        Assert.Null(connection);
        Assert.Equal(CloseCode.None, _client.TryAttach(_client.Frame(AttachMode.Send) with { Attempt = 2, Nonce = 77 }, out _));
        Assert.Equal(active.Reader, _session.Bus.Active);
        Assert.False(_session.IsClosed);
    }

    [Fact]
    public void Attach_TwoClientsWithOneSecret_ClosesTheSessionAndTellsBoth()
    {
        var active = _client.TakeQuietly();
        var other = new Client(_session).Frame(AttachMode.Take) with { Nonce = 99 };
        Assert.Equal(CloseCode.SessionConflict, _client.TryAttach(other, out _));
        Assert.Equal(["close session-conflict: Two clients use one secret."], active.Read());
        Assert.True(_session.IsClosed);
        Assert.Equal(CloseCode.SessionConflict, _world.Registry.Find(_session.Id, _session.Secret, _world.Endpoint, null, out _));
    }

    [Fact]
    public void Attach_ClaimsWhatWasNeverSent_IsRefused()
    {
        Send("a", "b");
        _client.TakeQuietly().Read(1);
        Assert.Equal(CloseCode.ReceivedInvalid, _client.TryAttach(_client.Frame(AttachMode.Take, received: 2), out _));
        Assert.Equal(CloseCode.PositionInvalid, _client.TryAttach(_client.Frame(AttachMode.Take, acked: 1), out _));
        Assert.Equal(CloseCode.None, _client.TryAttach(_client.Frame(AttachMode.Take, received: 1), out _));
    }

    [Fact]
    public void Attach_ClosedSession_IsToldWhy()
    {
        _session.Abort(CloseCode.Kicked);
        Assert.Equal(CloseCode.Kicked, _client.TryAttach(_client.Frame(AttachMode.Take), out _));
    }

    [Fact]
    public void Ack_FromTheOldCarrierAfterAResume_CountsAll()
    {
        Send("a", "b", "c");
        var first = _client.TakeQuietly();
        Assert.Equal(3, first.Read().Count);
        var second = _client.Take(received: 1);

        // What the old carrier carried arrived after the attach; the client has all three now.
        Assert.Equal(CloseCode.None, first.Send(Up.Ack(3)));
        Assert.Equal(["attached active received=0 handled=0 position=1"], second.Read());
        Send("d");
        Assert.Equal(["gap 2-3", "4 d"], second.Read());
    }

    [Fact]
    public void Native_AttachAtAPlace_AcknowledgesWhatIsBeforeIt()
    {
        Send("a", "b", "c");
        var first = _client.Native();
        Assert.Equal(["1 a", "2 b", "3 c"], first.Read());
        first.Leave();
        Assert.Equal(["3 c"], _client.Native(position: 2).Read());
        Assert.Equal(1, _session.Bus.Log.Count);
    }

    [Fact]
    public void AtMostOnce_WhatWasReadIsForgotten()
    {
        var first = _client.Native(ReaderMode.AtMostOnce);
        Send("a", "b");
        Assert.Equal(["1 a"], first.Read(1));
        Assert.Equal(1, _session.Bus.Log.Count);
        Assert.Equal(["2 b"], first.Read());
        Assert.Equal(0, _world.Budget.Used);
    }

    private void Send(params string[] texts)
    {
        foreach (var text in texts)
        {
            Assert.True(_session.TrySend(Message.FromText(text)));
        }
    }
}
