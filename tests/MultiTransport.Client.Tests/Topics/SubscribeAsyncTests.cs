namespace MultiTransport.Client.Tests;

public sealed class SubscribeAsyncTests
{
    [Fact]
    public async Task SubscribeAsync_CompletesWhenTheServerHasSubscribed()
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        var waiting = stage.Session.SubscribeAsync("news");
        var asked = await stage.OperationAsync();
        Assert.False(waiting.IsCompleted);
        poll.Frame(received: 1, handled: 1, frames: [TopicWire.Subscribed(asked.Correlation, 3, 0)]);
        var subscription = await waiting.WithTimeout();
        Assert.Equal(SubscriptionState.Subscribed, subscription.State);
        Assert.Same(subscription, await stage.Session.SubscribeAsync("news").WithTimeout());
    }

    [Fact]
    public async Task SubscribeAsync_Refused_FailsWithTheCode()
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        var waiting = stage.Session.SubscribeAsync("news");
        poll.Frame(received: 1, handled: 1, frames: [TopicWire.Refused((await stage.OperationAsync()).Correlation, "topic-forbidden")]);
        Assert.Equal("topic-forbidden", (await Assert.ThrowsAsync<SessionException>(() => waiting.WithTimeout())).Code);
    }

    [Fact]
    public async Task SubscribeAsync_Cancelled_EndsTheSubscriptionToo()
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        using var cancel = new CancellationTokenSource();
        var waiting = stage.Session.SubscribeAsync("news", cancellationToken: cancel.Token);
        Assert.Equal("subscribe", (await stage.OperationAsync()).Operation.Op);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WithTimeout());
        Assert.Equal("unsubscribe", (await stage.OperationAsync()).Operation.Op);
    }

    [Fact]
    public async Task SubscribeAsync_CancelledWhereThereWasOneBefore_LeavesIt()
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        var subscription = stage.Session.Subscribe("news");
        await stage.OperationAsync();
        using var cancel = new CancellationTokenSource();
        var waiting = stage.Session.SubscribeAsync("news", cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WithTimeout());
        Assert.Equal(SubscriptionState.Subscribing, subscription.State);
        Assert.False(subscription.Closed.IsCompleted);
    }

    [Fact]
    public async Task SubscribeAsync_CancelledBefore_AsksNothing()
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stage.Session.SubscribeAsync("news", cancellationToken: new CancellationToken(canceled: true)));
        Assert.Equal(0, stage.Session.BufferedAmount);
    }

    [Fact]
    public void SubscribeAsync_WrongOptions_ThrowsAtOnce()
    {
        var stage = new Stage();
        Assert.Throws<ArgumentException>(() => { _ = stage.Session.SubscribeAsync("news", new SubscribeOptions { Last = -1 }); });
    }
}
