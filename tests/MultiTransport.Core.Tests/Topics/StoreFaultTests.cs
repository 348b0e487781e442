using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>A history that is not ours: it throws, it is slow, it does half of what it says.</summary>
public sealed class StoreFaultTests
{
    private readonly FaultyHistory _history = new();
    private readonly World _world;
    private readonly Link _link;

    public StoreFaultTests()
    {
        _world = new World(topics: new TopicOptions { Rules = [new TopicRule { Name = "*", Subscribe = TopicAccess.Anyone, Publish = TopicAccess.Anyone }] }, history: _history);
        _link = new Client(_world.Open()).TakeQuietly();
    }

    [Fact]
    public async Task Throws_NothingIsDoneAndItIsSaid()
    {
        _history.Before = static _ => Task.FromException(new InvalidOperationException("The store is down."));
        var fault = await Assert.ThrowsAsync<TopicException>(() => _world.Topics.PublishAsync("t", Message.FromText("a")).AsTask());
        Assert.Equal("history-unavailable", fault.Code);
        Assert.Contains("The store is down.", fault.Message, StringComparison.Ordinal);
        _link.Send(Up.Operation(1, """{"op":"subscribe","topic":"t"}"""), Up.Operation(2, """{"op":"history","topic":"t"}"""), Up.Publish("t", "x"));
        Assert.Equal(["fail 3 history-unavailable", "ack 3", "1 response 1 e:history-unavailable", "2 response 2 e:history-unavailable"], _link.Read());
        Assert.Equal(0, _world.Topics.Counts.Subscriptions);
        _history.Before = null;
        Assert.Equal(1, (await _world.Topics.PublishAsync("t", Message.FromText("a"))).Position.Number);
    }

    [Fact]
    public async Task Slow_KeepsTheOrderAndHoldsNobodyElseUp()
    {
        _link.Send(Up.Operation(1, """{"op":"subscribe","topic":"t"}"""));
        _link.Read();
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _history.Before = call => call == "append t" ? slow.Task : Task.CompletedTask;
        var first = _world.Topics.PublishAsync("t", Message.FromText("a")).AsTask();
        var second = _world.Topics.PublishAsync("t", Message.FromText("b")).AsTask();
        var other = await _world.Topics.PublishAsync("other", Message.FromText("c"));
        Assert.Equal(1, other.Position.Number);
        Assert.False(first.IsCompleted || second.IsCompleted);
        Assert.Empty(_link.Read());
        slow.SetResult();
        Assert.Equal(1, (await first.InTime()).Position.Number);
        Assert.Equal(2, (await second.InTime()).Position.Number);
        Assert.Equal(["2 topic 1:1 a", "3 topic 1:2 b"], _link.Read());
    }

    [Fact]
    public async Task SlowToRead_ASessionThatEndsMeanwhileLeavesNothing()
    {
        await _world.Topics.PublishAsync("t", Message.FromText("a"));
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _history.Before = call => call == "read t" ? slow.Task : Task.CompletedTask;
        _link.Send(Up.Operation(1, """{"op":"subscribe","topic":"t","last":1}"""));
        Assert.Equal(1, _world.Topics.Counts.Replaying);
        _link.Session.Abort(CloseCode.Kicked);
        slow.SetResult();
        _world.WaitUntilQuiet();
        Assert.Equal(0, _world.Topics.Counts.Subscriptions);
    }

    /// <summary>It added the message and threw: the next publish shows that one is missing, and it comes from the history.</summary>
    [Fact]
    public async Task FailsHalfWay_SubscribersGetWhatWasAddedNevertheless()
    {
        _link.Send(Up.Operation(1, """{"op":"subscribe","topic":"t"}"""));
        _link.Read();
        _history.After = static _ => Task.FromException(new TimeoutException("No answer."));
        await Assert.ThrowsAsync<TopicException>(() => _world.Topics.PublishAsync("t", Message.FromText("a")).AsTask());
        _history.After = null;
        await _world.Topics.PublishAsync("t", Message.FromText("b"));
        _world.WaitUntilQuiet();
        Assert.Equal(["2 topic 1:1 a", "3 topic 1:2 b"], _link.Read());
        await _world.Topics.PublishAsync("t", Message.FromText("c"));
        Assert.Equal(["4 topic 1:3 c"], _link.Read());
    }

    [Fact]
    public async Task FailsToRead_TheSweepTriesAgain()
    {
        await _world.Topics.PublishAsync("t", Message.FromText("a"));
        _history.Before = static call => call == "read t" ? Task.FromException(new TimeoutException()) : Task.CompletedTask;
        _link.Send(Up.Operation(1, """{"op":"subscribe","topic":"t","last":1}"""));
        _world.WaitUntilQuiet();
        Assert.Equal(2, _link.Read().Count); // the ack and the answer
        _world.Pass(1);
        _world.WaitUntilQuiet();
        Assert.Empty(_link.Read());
        _history.Before = null;
        _world.Pass(1);
        _world.WaitUntilQuiet();
        Assert.Equal(["2 topic 1:1 a"], _link.Read());
    }

    [Fact]
    public async Task GivenUp_APublishThatWaitsForItsTurn()
    {
        var slow = new TaskCompletionSource();
        _history.Before = _ => slow.Task;
        var first = _world.Topics.PublishAsync("t", Message.FromText("a")).AsTask();
        using var cancel = new CancellationTokenSource();
        var second = _world.Topics.PublishAsync("t", Message.FromText("b"), cancellationToken: cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.InTime());
        slow.SetResult();
        Assert.Equal(1, (await first.InTime()).Position.Number);
        Assert.Equal(2, (await _world.Topics.PublishAsync("t", Message.FromText("c"))).Position.Number);
    }
}
