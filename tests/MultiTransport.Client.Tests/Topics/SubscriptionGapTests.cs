namespace MultiTransport.Client.Tests;

public sealed class SubscriptionGapTests
{
    [Fact]
    public async Task Position_Jumps_IsAGapOfThoseBetween()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        var gaps = subscription.Gaps();
        poll.Frame(frames: [TopicWire.Message(3, 1, "a"), TopicWire.Message(3, 4, "d"), TopicWire.Message(3, 4, "again"), TopicWire.Message(3, 2, "late")]);
        await using var messages = subscription.GetAsyncEnumerator();
        Assert.Equal(["a", "d"], [(await messages.NextAsync()).Data.Text, (await messages.NextAsync()).Data.Text]);
        Assert.Equal(new SubscriptionGap("unknown", 2, 3), await gaps.ReadAsync().AsTask().WithTimeout());
        var next = await stage.Server.NextAsync("poll");
        await messages.DisposeAsync();
        next.Frame();
        Assert.Equal((5, 0), ((await stage.Server.NextAsync("poll")).Handled().Acked, next.Handled().Fails.Length)); // repetitions count as handled
        Assert.False(gaps.TryRead(out _));
    }

    [Fact]
    public async Task Position_JumpsInAConflatedTopic_IsNoGap()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync(more: ""","conflated":true""");
        var gaps = subscription.Gaps();
        poll.Frame(frames: [TopicWire.Message(3, 4, "d"), TopicWire.Event("""{"gap":{"topic":"news","why":"evicted","from":2,"to":3}}""")]);
        Assert.Equal(new SubscriptionGap("evicted", 2, 3), await gaps.ReadAsync().AsTask().WithTimeout()); // the first one that is told
    }

    [Fact]
    public async Task Gap_ToldByTheServer_IsToldOnceAndMovesThePosition()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync(position: 2, more: ""","gap":{"why":"evicted","from":1,"to":2}""", options: new SubscribeOptions { Since = new(null, 0) });
        var gaps = subscription.Gaps();
        poll.Frame(frames: [TopicWire.Event("""{"gap":{"topic":"news","why":"evicted","from":3,"to":9}}"""), TopicWire.Message(3, 10, "j")]);
        await using var messages = subscription.GetAsyncEnumerator();
        Assert.Equal(10, (await messages.NextAsync()).Position);
        Assert.Equal(new SubscriptionGap("evicted", 3, 9), await gaps.ReadAsync().AsTask().WithTimeout());
        Assert.False(gaps.TryRead(out _));
    }

    /// <summary>The server's store went back: lower numbers than before are new.</summary>
    [Fact]
    public async Task Gap_WithAnEpoch_GoesOnInIt()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        var gaps = subscription.Gaps();
        poll.Frame(frames:
        [
            TopicWire.Message(3, 1, "a"), TopicWire.Message(3, 2, "b"), TopicWire.Event("""{"gap":{"topic":"news","why":"ahead","epoch":"e2","position":1}}"""), TopicWire.Message(3, 2, "new"),
        ]);
        await using var messages = subscription.GetAsyncEnumerator();
        Assert.Equal(["a", "b"], [(await messages.NextAsync()).Data.Text, (await messages.NextAsync()).Data.Text]);
        var next = await messages.NextAsync();
        Assert.Equal(("new", "e2", 2L), (next.Data.Text, next.Epoch, next.Position));
        Assert.Equal(("e2", 2L), (subscription.Epoch, subscription.Position));
        Assert.Equal(new SubscriptionGap("ahead", null, null), await gaps.ReadAsync().AsTask().WithTimeout());
        Assert.False(gaps.TryRead(out _));
    }

    [Fact]
    public async Task Gap_WithNothingWaiting_MovesThePositionAtOnce()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        poll.Frame(frames: [TopicWire.Event("""{"gap":{"topic":"news","why":"evicted","from":1,"to":9}}""")]);
        await stage.Server.NextAsync("poll");
        Assert.Equal(9, subscription.Position);
    }

    [Fact]
    public async Task Skipped_OfAnOwnMessageWithoutEcho_IsNoGap()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        var gaps = subscription.Gaps();
        poll.Frame(frames: [TopicWire.Message(3, 1, "a"), TopicWire.Event("""{"skipped":{"topic":"news","position":2}}"""), TopicWire.Message(3, 3, "c"), TopicWire.Message(3, 5, "e")]);
        Assert.Equal(new SubscriptionGap("unknown", 4, 4), await gaps.ReadAsync().AsTask().WithTimeout());
    }

    [Fact]
    public async Task Presence_IsTold()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync(options: new SubscribeOptions { Presence = true });
        var told = new TaskCompletionSource<SubscriptionPresence>(TaskCreationOptions.RunContinuationsAsynchronously);
        subscription.PresenceChanged += (_, change) => told.TrySetResult(change);
        poll.Frame(frames: [TopicWire.Event("""{"presence":{"topic":"news","joined":["ada",null],"anonymous":2}}""")]);
        var change = await told.Task.WithTimeout();
        Assert.Equal(["ada"], change.Joined);
        Assert.Empty(change.Left);
        Assert.Equal(2, change.Anonymous);
    }

    [Fact]
    public async Task SessionGap_WhileAnAnswerIsAwaited_AsksFromTheStart()
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        var subscription = stage.Session.Subscribe("news", new SubscribeOptions { Since = new("e1", 5) });
        await stage.OperationAsync();
        poll.Frame(received: 1, handled: 1, frames: [WireFrames.Gap(1, 1), TopicWire.Message(3, 6, "too early")]);
        poll = await stage.Server.NextAsync("poll");
        Assert.Equal(["2 not-supported"], poll.Handled().Fails);
        var asked = poll.Operations();
        Assert.Equal(["unsubscribe", "subscribe"], asked.Select(static one => one.Operation.Op));
        Assert.Equal(new TopicSince { Epoch = "e1", Position = 5 }, asked[1].Operation.Since);
        poll.Frame(received: 3, handled: 3, frames: [TopicWire.Answer(asked[0].Correlation, "{}"), TopicWire.Subscribed(asked[1].Correlation, 3, 5), TopicWire.Message(3, 6, "again")]);
        await using var messages = subscription.GetAsyncEnumerator();
        Assert.Equal("again", (await messages.NextAsync()).Data.Text);
    }
}
