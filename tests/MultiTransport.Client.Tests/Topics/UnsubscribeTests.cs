namespace MultiTransport.Client.Tests;

public sealed class UnsubscribeTests
{
    [Fact]
    public async Task Unsubscribe_WhatStillComes_IsThrownAwayAndAcked()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        poll.Frame(frames: [TopicWire.Message(3, 1, "unread")]);
        poll = await stage.Server.NextAsync("poll");
        var left = subscription.UnsubscribeAsync();
        Assert.Equal("closed-by-client", (await subscription.Closed.WithTimeout()).Code);
        Assert.False(await subscription.GetAsyncEnumerator().MoveNextAsync().WithTimeout());
        var (correlation, operation) = await stage.OperationAsync();
        Assert.Equal(new TopicOperation { Op = "unsubscribe", Topic = "news" }, operation);
        poll.Frame(received: 2, handled: 2, frames: [TopicWire.Message(3, 2, "on its way")]);
        poll = await stage.Server.NextAsync("poll");
        Assert.Equal((3, 0), (poll.Handled().Acked, poll.Handled().Fails.Length));
        Assert.False(left.IsCompleted);
        poll.Frame(frames: [TopicWire.Answer(correlation, "{}"), TopicWire.Message(3, 3, "never told")]);
        await left.WithTimeout();
        Assert.Equal(["5 not-supported"], (await stage.Server.NextAsync("poll")).Handled().Fails);
    }

    [Fact]
    public async Task Subscribe_BeforeTheServerHeardTheEnd_WaitsForThat()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        var left = subscription.UnsubscribeAsync();
        var again = stage.Session.Subscribe("news", new SubscribeOptions { Since = new("e1", 0) });
        Assert.NotSame(subscription, again);
        Assert.Same(again, stage.Session.Subscribe("news"));
        poll.Frame(received: 2, handled: 2, frames: [TopicWire.Refused((await stage.OperationAsync()).Correlation, "too-many-requests")]);
        poll = await stage.Server.NextAsync("poll");
        Assert.Empty(poll.Operations());
        await stage.PassAsync(TimeSpan.FromMilliseconds(125));
        poll.Frame(received: 3, handled: 3, frames: [TopicWire.Message(3, 1, "of the old one"), TopicWire.Answer((await stage.OperationAsync()).Correlation, "{}")]);
        await left.WithTimeout();
        poll = await stage.Server.NextAsync("poll");
        var (correlation, operation) = Assert.Single(poll.Operations());
        Assert.Equal("subscribe", operation.Op);
        poll.Frame(received: 4, handled: 4, frames: [TopicWire.Subscribed(correlation, 3, 0), TopicWire.Message(3, 1, "of the new one")]);
        await using var messages = again.GetAsyncEnumerator();
        Assert.Equal("of the new one", (await messages.NextAsync()).Data.Text);
    }

    [Fact]
    public async Task Unsubscribe_TheSessionIsLost_IsDone()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        var left = subscription.UnsubscribeAsync();
        Assert.Equal("unsubscribe", (await stage.OperationAsync()).Operation.Op);
        var again = stage.Session.Subscribe("news");
        poll.Problem(404, "session-unknown", "renegotiate");
        await left.WithTimeout();
        Assert.Equal(["subscribe"], (await stage.NegotiateAsync()).Operations().Select(static one => one.Operation.Op));
        Assert.Equal(SubscriptionState.Subscribing, again.State);
    }

    [Fact]
    public async Task Dispose_Twice_AsksOnce()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        var left = subscription.DisposeAsync().AsTask();
        var again = subscription.UnsubscribeAsync();
        poll.Frame(received: 2, handled: 2, frames: [TopicWire.Answer((await stage.OperationAsync()).Correlation, "{}")]);
        await Task.WhenAll(left, again).WithTimeout();
        Assert.Empty((await stage.Server.NextAsync("poll")).Operations());
    }

    [Fact]
    public async Task Unsubscribed_ByTheServer_IsClosedAndWhatCameIsReadAndHoldsNothingUp()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        poll.Frame(frames: [TopicWire.Message(3, 1, "a"), TopicWire.Event("""{"unsubscribed":{"topic":"news","code":"topic-forbidden"}}""")]);
        Assert.Equal("topic-forbidden", (await subscription.Closed.WithTimeout()).Code);
        Assert.Equal(3, (await stage.Server.NextAsync("poll")).Handled().Acked);
        await using var messages = subscription.GetAsyncEnumerator();
        Assert.Equal("a", (await messages.NextAsync()).Data.Text);
        Assert.False(await messages.MoveNextAsync().WithTimeout());
    }
}
