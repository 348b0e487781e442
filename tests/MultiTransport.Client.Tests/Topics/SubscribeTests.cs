namespace MultiTransport.Client.Tests;

public sealed class SubscribeTests
{
    private const string HalfACharacter = "half a character"; // rows of tests are written as UTF-8, which has none

    [Fact]
    public async Task Subscribe_RightAfterConnect_RidesOnNegotiateInItsPlace()
    {
        await using var stage = Stage.Gated();
        var before = stage.Session.SendAsync("before");
        var subscription = stage.Session.Subscribe("news", new SubscribeOptions { Last = 5, Presence = true });
        var published = stage.Session.PublishAsync("news", "after");
        Assert.Equal((SubscriptionState.Subscribing, null, 0), (subscription.State, subscription.Epoch, subscription.Position));
        var negotiate = await stage.NegotiateAsync();
        Assert.Equal(["before", null, null], negotiate.Negotiate.Messages!.Select(static message => message.Text));
        Assert.Equal(FrameType.Publish, negotiate.Negotiate.Messages![2].Frame![0]);
        var (correlation, operation) = Assert.Single(negotiate.Operations());
        Assert.Equal(new TopicOperation { Op = "subscribe", Topic = "news", Last = 5, Presence = true }, operation);
        string Frame(byte[] frame) => $$"""{"frame":"{{Convert.ToBase64String(frame[1..])}}"}"""; // without its length
        negotiate.Open(received: 3, handled: 3, messages: $"{Frame(TopicWire.Subscribed(correlation, 3, 0))},{Frame(TopicWire.Message(3, 1, "after"))}");
        await Task.WhenAll(before, published, subscription.Ready).WithTimeout();
        await using var messages = subscription.GetAsyncEnumerator();
        Assert.Equal("after", (await messages.NextAsync()).Data.Text);
        Assert.Equal((SubscriptionState.Subscribed, "e1", 1), (subscription.State, subscription.Epoch, subscription.Position));
    }

    [Fact]
    public async Task Subscribe_TheSameTopic_IsTheSame()
    {
        await using var stage = new Stage();
        var (subscription, _) = await stage.SubscribedAsync();
        Assert.Same(subscription, stage.Session.Subscribe("news", new SubscribeOptions { Last = 3 }));
        Assert.NotSame(subscription, stage.Session.Subscribe("News"));
        Assert.Equal("News", (await stage.OperationAsync()).Operation.Topic);
    }

    [Fact]
    public async Task Messages_AreHandedOverInOrderAndAckedWhenHandled()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync(position: 7);
        Assert.Equal(7, subscription.Position);
        poll.Frame(frames: [TopicWire.Message(3, 8, "a", "k", "ada"), WireFrames.Text("plain"), TopicWire.Message(3, 9, "b")]);
        await using var messages = subscription.GetAsyncEnumerator();
        var first = await messages.NextAsync();
        Assert.Equal(("a", 8, "k", "ada", "e1", null), (first.Data.Text, first.Position, first.Key, first.Publisher, first.Epoch, first.Time));
        var next = await stage.Server.NextAsync("poll");
        Assert.Null(next.Handled().Acked); // the answer was acked before, this one is in the application's hands
        Assert.Equal(("b", null, null), ((await messages.NextAsync()).Data.Text, messages.Current.Key, messages.Current.Publisher));
        await messages.DisposeAsync();
        next.Frame();
        Assert.Equal(2, (await stage.Server.NextAsync("poll")).Handled().Acked); // the plain one was not read
        await using var plain = stage.Session.GetAsyncEnumerator();
        Assert.Equal("plain", await plain.NextAsync());
    }

    [Theory]
    [InlineData("topic-forbidden")]
    [InlineData("topic-unknown")]
    [InlineData("topic-limit")]
    [InlineData("not-supported")]
    public async Task Subscribe_Refused_IsClosedWithTheCode(string code)
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        var subscription = stage.Session.Subscribe("news");
        poll.Frame(received: 1, handled: 1, frames: [TopicWire.Refused((await stage.OperationAsync()).Correlation, code)]);
        Assert.Equal(code, (await Assert.ThrowsAsync<SessionException>(() => subscription.Ready.WithTimeout())).Code);
        Assert.Equal(code, (await subscription.Closed.WithTimeout()).Code);
        Assert.Equal(SubscriptionState.Closed, subscription.State);
        Assert.False(await subscription.GetAsyncEnumerator().MoveNextAsync().WithTimeout());
        Assert.NotSame(subscription, stage.Session.Subscribe("news"));
        Assert.Equal("subscribe", (await stage.OperationAsync()).Operation.Op);
    }

    [Theory]
    [InlineData("history-unavailable")]
    [InlineData("too-many-requests")]
    public async Task Subscribe_RefusedForNow_AsksAgainAfterTheBackOff(string code)
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        var subscription = stage.Session.Subscribe("news");
        foreach (var pause in (int[])[125, 250])
        {
            poll.Frame(received: 1, handled: 1, frames: [TopicWire.Refused((await stage.OperationAsync()).Correlation, code)]);
            poll = await stage.Server.NextAsync("poll");
            await stage.PassAsync(TimeSpan.FromMilliseconds(pause));
        }

        Assert.False(subscription.Ready.IsCompleted);
        poll.Frame(frames: [TopicWire.Subscribed((await stage.OperationAsync()).Correlation, 3, 0)]);
        await subscription.Ready.WithTimeout();
    }

    [Fact]
    public async Task Subscribe_FailedByAServerWithoutTopics_IsNotSupported()
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        var subscription = stage.Session.Subscribe("news");
        var send = await stage.Server.NextAsync("send");
        send.Frame(received: 1, frames: [WireFrames.Fail(1, "not-supported"), WireFrames.Ack(1)]);
        Assert.Equal("not-supported", (await Assert.ThrowsAsync<SessionException>(() => subscription.Ready.WithTimeout())).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" news")]
    [InlineData("news*")]
    [InlineData("a\nb")]
    [InlineData(HalfACharacter)]
    public async Task Subscribe_NoName_IsClosedAtOnce(string topic)
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        var subscription = stage.Session.Subscribe(topic == HalfACharacter ? "\ud800" : topic);
        Assert.Equal("topic-malformed", (await Assert.ThrowsAsync<SessionException>(() => subscription.Ready.WithTimeout())).Code);
        Assert.Equal(0, stage.Session.BufferedAmount);
    }

    [Fact]
    public async Task Subscribe_WrongOptions_Throws()
    {
        await using var stage = new Stage();
        foreach (var options in (SubscribeOptions[])[
            new() { Last = -1 }, new() { Last = 1001 }, new() { Since = new(null, -1) }, new() { Since = new("e", 1L << 53) }, new() { Since = new(null, 0), Last = 1 }])
        {
            Assert.Throws<ArgumentException>(() => stage.Session.Subscribe("news", options));
        }
    }

    [Fact]
    public async Task Subscribe_ASessionThatIsOver_IsClosed()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        poll.Raw(poll.Attached(), TopicWire.Message(3, 1, "last"), WireFrames.Close(CloseCode.Kicked));
        Assert.Equal("closed", (await subscription.Closed.WithTimeout()).Code);
        await using var messages = subscription.GetAsyncEnumerator();
        Assert.Equal("last", (await messages.NextAsync()).Data.Text); // what came may still be read
        Assert.False(await messages.MoveNextAsync().WithTimeout());
        var late = stage.Session.Subscribe("other");
        Assert.Equal("closed", (await Assert.ThrowsAsync<SessionException>(() => late.Ready.WithTimeout())).Code);
        await late.UnsubscribeAsync().WithTimeout();
        Assert.Equal("closed", (await Assert.ThrowsAsync<SessionException>(() => stage.Session.PublishAsync("news", "x"))).Code);
    }

    [Fact]
    public async Task Subscribe_QueueFull_IsClosed()
    {
        await using var stage = new Stage(static options => options.QueueMessages = 1);
        _ = stage.Session.SendAsync("x");
        Assert.Equal("queue-full", (await stage.Session.Subscribe("news").Closed.WithTimeout()).Code);
    }
}
