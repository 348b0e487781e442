using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class OverflowTests
{
    private readonly World _world;
    private readonly Session _session;
    private readonly Client _client;

    public OverflowTests()
    {
        _world = new World(options => options.LogMessages = 4);
        _session = _world.Open();
        _client = new Client(_session);
    }

    [Fact]
    public void Disconnect_AttachedAndFull_ClosesTheSession()
    {
        var link = _client.TakeQuietly();
        Send(4);
        link.Read();
        Assert.False(_session.TrySend(Message.FromText("5")));
        Assert.Equal(["close slow-consumer: The outgoing log is full."], link.Read());
        Assert.True(_session.IsClosed);
        Assert.Null(_world.Registry.Find(_session.Id));
    }

    [Fact]
    public async Task Disconnect_AttachedAndFull_SendThrowsSessionClosed()
    {
        _client.TakeQuietly();
        Send(4);
        var thrown = await Assert.ThrowsAsync<SessionClosedException>(() => _session.SendAsync("5").AsTask());
        Assert.Equal(CloseCode.SlowConsumer, thrown.Reason.Code);
    }

    [Fact]
    public void DropOldest_AttachedAndFull_DropsUnwrittenOnesOnly()
    {
        _world.Options.Overflow = OverflowPolicy.DropOldest;
        var link = _client.TakeQuietly();
        Send(4);
        Assert.Equal(["1 a1", "2 a2"], link.Read());
        Send(1);
        Assert.Equal(["gap 3-3"], link.Read());
        Assert.Equal(["gap 3-3"], _world.Observer.Events.Where(line => line.StartsWith("gap", StringComparison.Ordinal)));
        link.Send(Up.Ack(2));
        Assert.Equal(["4 a4", "5 a5"], link.Read());
    }

    [Fact]
    public void DropOldest_ManyDroppedInTwoPlaces_OneGapInEachPlace()
    {
        _world.Options.Overflow = OverflowPolicy.DropOldest;
        var link = _client.TakeQuietly();
        Send(2);
        Assert.Equal(["1 a1", "2 a2"], link.Read());
        Send(5);
        Assert.Equal(["gap 3-5"], link.Read());
        link.Send(Up.Ack(1));
        Assert.Equal(["6 a6"], link.Read());
        Send(4);
        Assert.Equal(["gap 7-9"], link.Read());
        link.Send(Up.Ack(6));
        Assert.Equal(["10 a10", "11 a11"], link.Read());
    }

    [Fact]
    public void DropOldest_OnlyWrittenOnesLeft_TakesTheNewMessageAllTheSame()
    {
        _world.Options.Overflow = OverflowPolicy.DropOldest;
        _world.Options.LogBytes = 1000;
        var link = _client.TakeQuietly();
        Assert.True(_session.TrySend(Message.FromText(new string('a', 900))));
        Assert.Equal(["1 <900>"], link.Read());
        Assert.True(_session.TrySend(Message.FromText(new string('b', 900))));
        link.Send(Up.Ack(1));
        Assert.Equal(["2 <900>"], link.Read());
    }

    [Fact]
    public async Task Wait_AttachedAndFull_ServesWaitersInOrder()
    {
        _world.Options.Overflow = OverflowPolicy.Wait;
        var link = _client.TakeQuietly();
        Send(4);
        var fifth = _session.SendAsync("a5").AsTask();
        var sixth = _session.SendAsync("a6").AsTask();
        Assert.False(_session.TrySend(Message.FromText("a7")));
        Assert.Equal(["1 a1", "2 a2"], link.Read());
        Assert.False(fifth.IsCompleted);
        link.Send(Up.Ack(1));
        await fifth.InTime();
        Assert.False(sixth.IsCompleted);
        link.Send(Up.Ack(2));
        await sixth.InTime();
        Assert.Equal(["3 a3", "4 a4"], link.Read());
        link.Send(Up.Ack(4));
        Assert.Equal(["5 a5", "6 a6"], link.Read());
    }

    [Fact]
    public async Task Wait_SmallBehindALargeOne_DoesNotOvertakeIt()
    {
        _world.Options.Overflow = OverflowPolicy.Wait;
        _world.Options.LogBytes = 1000;
        var link = _client.TakeQuietly();
        Assert.True(_session.TrySend(Message.FromText(new string('a', 400))));
        Assert.True(_session.TrySend(Message.FromText(new string('b', 90))));
        var large = _session.SendAsync(new string('c', 900)).AsTask();
        Assert.False(_session.TrySend(Message.FromText("d")));
        var small = _session.SendAsync("e").AsTask();
        Assert.Equal(["1 <400>", "2 " + new string('b', 90)], link.Read());
        link.Send(Up.Ack(1));
        Assert.False(large.IsCompleted || small.IsCompleted);
        link.Send(Up.Ack(2));
        await Task.WhenAll(large, small).InTime();
        Assert.Equal(["3 <900>"], link.Read());
        link.Send(Up.Ack(3));
        Assert.Equal(["4 e"], link.Read());
    }

    [Fact]
    public async Task Wait_ACancelledSender_IsPassedOver()
    {
        _world.Options.Overflow = OverflowPolicy.Wait;
        var link = _client.TakeQuietly();
        Send(4);
        using var cancel = new CancellationTokenSource();
        var fifth = _session.SendAsync("never", cancel.Token).AsTask();
        var sixth = _session.SendAsync("a5").AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fifth.InTime());
        link.Read();
        link.Send(Up.Ack(2));
        await sixth.InTime();
        link.Read();
        link.Send(Up.Ack(4));
        Assert.Equal(["5 a5"], link.Read());
    }

    [Fact]
    public async Task Wait_SessionEnds_WaitersThrow()
    {
        _world.Options.Overflow = OverflowPolicy.Wait;
        Send(4);
        var fifth = _session.SendAsync("a5").AsTask();
        _session.Abort(CloseCode.Kicked);
        Assert.Equal(CloseCode.Kicked, (await Assert.ThrowsAsync<SessionClosedException>(() => fifth.InTime())).Reason.Code);
    }

    [Fact]
    public async Task Wait_NativeReader_ReadingMakesRoom()
    {
        _world.Options.Overflow = OverflowPolicy.Wait;
        var link = _client.Native();
        Send(4);
        var fifth = _session.SendAsync("a5").AsTask();
        Assert.False(fifth.IsCompleted);
        Assert.Equal(["1 a1", "2 a2", "3 a3", "4 a4", "5 a5"], link.Read());
        await fifth.InTime();
    }

    [Theory]
    [InlineData(OverflowPolicy.Disconnect)]
    [InlineData(OverflowPolicy.DropOldest)]
    public void Detached_Full_DropsTheOldest(OverflowPolicy policy)
    {
        _world.Options.Overflow = policy;
        Send(7);
        Assert.False(_session.IsClosed);
        var link = _client.TakeQuietly();
        Assert.Equal(["gap 1-3", "4 a4", "5 a5"], link.Read());
    }

    [Theory]
    [InlineData(OverflowPolicy.Disconnect)]
    [InlineData(OverflowPolicy.DropOldest)]
    public void Detached_Full_DropsWrittenOnesBeforeUnwrittenOnes(OverflowPolicy policy)
    {
        _world.Options.Overflow = policy;
        var first = _client.TakeQuietly();
        Send(4);
        Assert.Equal(["1 a1", "2 a2"], first.Read());
        first.Leave();
        Send(2);

        // The client had both of those that went: nothing is missing.
        Assert.Equal(["3 a3", "4 a4"], _client.TakeQuietly(received: 2).Read());

        // It had only the first of them: one is missing.
        Assert.Equal(["gap 2-2", "3 a3", "4 a4"], _client.TakeQuietly(received: 1).Read());
    }

    [Fact]
    public void Detached_FullOfBytes_DropsAsManyAsItTakes()
    {
        _world.Options.LogBytes = 1000;
        for (var i = 0; i < 3; i++)
        {
            Assert.True(_session.TrySend(Message.FromText(new string('a', 300))));
        }

        Assert.True(_session.TrySend(Message.FromText(new string('b', 600))));
        Assert.Equal(["gap 1-2", "3 <300>"], _client.TakeQuietly().Read());
    }

    [Fact]
    public void Native_Full_ForgetsWhatWasWritten()
    {
        var first = _client.Native();
        Send(4);
        Assert.Equal(4, first.Read().Count);
        Send(2);
        Assert.Equal(["5 a5", "6 a6"], first.Read());
        first.Leave();
        Assert.Equal(["gap 1-2", "3 a3", "4 a4", "5 a5", "6 a6"], _client.Native(position: 0).Read());
        Assert.Equal(["6 a6"], _client.Native(position: 5).Read());
    }

    [Fact]
    public void Gap_AtTheEdgeOfAFullWindow_IsWhereTheClientStands()
    {
        _world.Options.Overflow = OverflowPolicy.DropOldest;
        var first = _client.TakeQuietly();
        Send(5);
        Assert.Equal(["gap 1-1", "2 a2", "3 a3"], first.Read());
        Send(2);
        Assert.Equal(["gap 4-5"], first.Read());

        // The client has the gap, and nothing after it: it may ack it, and attach behind it.
        Assert.Equal(CloseCode.None, first.Send(Up.Ack(5)));
        first.Leave();
        Assert.Equal(["6 a6", "7 a7"], _client.TakeQuietly(received: 5).Read());
    }

    [Fact]
    public async Task SendAcknowledged_MessageDropped_Throws()
    {
        _world.Options.Overflow = OverflowPolicy.DropOldest;
        var first = _session.SendAcknowledgedAsync(Message.FromText("a1"));
        Send(4, from: 2);
        Assert.Equal(1, (await Assert.ThrowsAsync<MessageDroppedException>(() => first.InTime())).Number);
    }

    [Fact]
    public async Task SendAcknowledged_WrittenButLostAndForgotten_Throws()
    {
        var first = _client.TakeQuietly();
        var sending = _session.SendAcknowledgedAsync(Message.FromText("a1"));
        Assert.Equal(["1 a1"], first.Read());
        first.Leave();
        Send(4, from: 2);
        var second = _client.TakeQuietly(received: 0);
        Assert.Equal(["gap 1-1", "2 a2", "3 a3"], second.Read());
        second.Send(Up.Ack(3));
        Assert.Equal(1, (await Assert.ThrowsAsync<MessageDroppedException>(() => sending.InTime())).Number);
    }

    private void Send(int count, int from = 0)
    {
        from = from == 0 ? (int)_session.Bus.Log.Last + 1 : from;
        for (var number = from; number < from + count; number++)
        {
            Assert.True(_session.TrySend(Message.FromText($"a{number}")));
        }
    }
}
