namespace MultiTransport.Client.Tests;

public sealed class ServerSubscribesTests
{
    private const string Subscribed = """{"subscribed":{"topic":"yours","index":4,"epoch":"e1","position":2}}""";

    [Fact]
    public async Task Subscribed_ByTheServer_IsToldToWhoListens()
    {
        await using var stage = new Stage();
        var made = new TaskCompletionSource<ClientSubscription>(TaskCreationOptions.RunContinuationsAsynchronously);
        stage.Session.SubscriptionMade += (_, subscription) => made.TrySetResult(subscription);
        (await stage.OpenAsync()).Frame(frames: [TopicWire.Event(Subscribed), TopicWire.Message(4, 3, "c")]);
        var subscription = await made.Task.WithTimeout();
        Assert.Equal(("yours", SubscriptionState.Subscribed), (subscription.Topic, subscription.State));
        await subscription.Ready;
        Assert.Same(subscription, stage.Session.Subscribe("yours"));
        await using var messages = subscription.GetAsyncEnumerator();
        Assert.Equal(3, (await messages.NextAsync()).Position);
    }

    [Fact]
    public async Task Subscribed_WithNobodyListening_ItsMessagesAreNotSupported()
    {
        await using var stage = new Stage();
        (await stage.OpenAsync()).Frame(frames: [TopicWire.Event(Subscribed), TopicWire.Message(4, 3, "c")]);
        var poll = await stage.Server.NextAsync("poll");
        Assert.Equal((2, "2 not-supported"), (poll.Handled().Acked, Assert.Single(poll.Handled().Fails)));
    }

    [Fact]
    public async Task Subscribed_WhileWeAsk_IsOneSubscription()
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        var subscription = stage.Session.Subscribe("yours", new SubscribeOptions { Since = new("e1", 2) });
        var (correlation, _) = await stage.OperationAsync();
        poll.Frame(received: 1, handled: 1, frames: [TopicWire.Event(Subscribed), TopicWire.Message(4, 3, "c"), TopicWire.Refused(correlation, "topic-forbidden"), TopicWire.Message(4, 4, "d")]);
        await using var messages = subscription.GetAsyncEnumerator();
        Assert.Equal(["c", "d"], [(await messages.NextAsync()).Data.Text, (await messages.NextAsync()).Data.Text]);
        Assert.Equal(SubscriptionState.Subscribed, subscription.State);
    }
}
