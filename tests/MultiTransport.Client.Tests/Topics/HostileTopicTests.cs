namespace MultiTransport.Client.Tests;

/// <summary>What no server of ours says: it is answered as the page says, and the session goes on.</summary>
public sealed class HostileTopicTests
{
    [Fact]
    public async Task TopicMessages_BrokenOrUnknown_AreFailedAndTheRestArrives()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        var gaps = subscription.Gaps();
        byte[][] broken =
        [
            [], [3], [3, 1], [3, 1, 0], [3, 1, 0, (byte)'x', 65], [3, 1, 1, 200, (byte)'t'], [3, 1, 255, 0, 0, 0], [128, 128, 128, 128, 128, 128, 128, 128, 128, 1],
            [9, 1, 0, (byte)'t', 65], [0, 1, 0, (byte)'t', 65],
        ];
        poll.Frame(frames: [.. broken.Select(static payload => WireFrames.Of(FrameType.TopicMessage, payload)), WireFrames.Of(FrameType.TopicMessage, [3, 1, 0, (byte)'t', 255]), TopicWire.Message(3, 2, "fine")]);
        await using var messages = subscription.GetAsyncEnumerator();
        Assert.Equal("fine", (await messages.NextAsync()).Data.Text);
        Assert.Equal(new SubscriptionGap("unknown", 1, 1), await gaps.ReadAsync().AsTask().WithTimeout()); // the one that is no UTF-8 is lost
        var fails = (await stage.Server.NextAsync("poll")).Handled().Fails;
        Assert.Equal([.. broken.Select(static (_, index) => $"{index + 2} not-supported"), $"{broken.Length + 2} not-utf8"], fails);
        Assert.Equal(ClientState.Open, stage.Session.State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"subscribed":null,"gap":{}}""")]
    [InlineData("""{"subscribed":{"topic":"made","index":0,"epoch":"e","position":0}}""")]
    [InlineData("""{"subscribed":{"topic":"made","index":3,"epoch":"e","position":0}}""")]
    [InlineData("""{"subscribed":{"topic":"*","index":5,"epoch":"e","position":0}}""")]
    [InlineData("""{"unsubscribed":{"topic":"news"}}""")]
    [InlineData("""{"unsubscribed":{"topic":"other","code":"closed"}}""")]
    [InlineData("""{"gap":{"topic":"news","why":7}}""")]
    [InlineData("""{"gap":{"topic":"news","why":"evicted","from":-5,"to":9223372036854775807}}""")]
    [InlineData("""{"skipped":{"topic":"news","position":9223372036854775807}}""")]
    [InlineData("""{"skipped":{"topic":"news","position":-1}}""")]
    [InlineData("""{"presence":{"topic":"news","joined":{},"left":[],"anonymous":1}}""")]
    [InlineData("""{"presence":{"topic":"\ud800","joined":[],"left":[],"anonymous":1}}""")]
    [InlineData("""{"later":{"topic":"news"}}""")]
    [InlineData("""{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}}}""")]
    public async Task TopicEvents_Garbage_AreAckedAndNothingHappens(string json)
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        stage.Session.SubscriptionMade += static (_, _) => { };
        poll.Frame(frames: [TopicWire.Event(json), TopicWire.Message(3, 1, "fine")]);
        await using var messages = subscription.GetAsyncEnumerator();
        Assert.Equal("fine", (await messages.NextAsync()).Data.Text);
        var next = await stage.Server.NextAsync("poll");
        Assert.Equal((2, 0), (next.Handled().Acked, next.Handled().Fails.Length));
        Assert.Equal(SubscriptionState.Subscribed, subscription.State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"index":"3","epoch":"e","position":0}""")]
    [InlineData("""{"index":3,"epoch":null,"position":0}""")]
    [InlineData("""{"index":3,"epoch":"","position":0}""")]
    [InlineData("""{"index":3,"epoch":"e","position":-1}""")]
    [InlineData("""{"index":0,"epoch":"e","position":0}""")]
    [InlineData("""{"index":3,"epoch":"e","position":1e40}""")]
    [InlineData("""{"index":3,"epoch":"\ud800","position":1}""")]
    public async Task Answers_OfTheWrongShape_CloseTheSubscriptionOnly(string json)
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        var subscription = stage.Session.Subscribe("news");
        poll.Frame(received: 1, handled: 1, frames: [TopicWire.Answer((await stage.OperationAsync()).Correlation, json)]);
        Assert.Equal("answer-malformed", (await Assert.ThrowsAsync<SessionException>(() => subscription.Ready.WithTimeout())).Code);
        Assert.Equal(ClientState.Open, stage.Session.State);
    }

    [Fact]
    public async Task Answers_WithTheIndexOfAnotherTopic_CloseTheSecondOnly()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        var second = stage.Session.Subscribe("other");
        poll.Frame(received: 2, handled: 2, frames: [TopicWire.Subscribed((await stage.OperationAsync()).Correlation, 3, 0), TopicWire.Message(3, 1, "a")]);
        Assert.Equal("answer-malformed", (await second.Closed.WithTimeout()).Code);
        await using var messages = subscription.GetAsyncEnumerator();
        Assert.Equal("a", (await messages.NextAsync()).Data.Text);
    }

    [Fact]
    public async Task Negotiate_WithFramesThatAreNone_CountsThem()
    {
        await using var stage = Stage.Gated();
        (await stage.NegotiateAsync()).Open(messages: """{"frame":""},{"frame":"cQ=="},{"frame":"egE="},{"text":"fine"}""");
        await using var messages = stage.Session.GetAsyncEnumerator();
        Assert.Equal("fine", await messages.NextAsync());
        var poll = await stage.Server.NextAsync("poll");
        Assert.Equal(4, poll.Attach.Received);
        Assert.Equal(["1 not-supported", "2 not-supported", "3 not-supported"], poll.Handled().Fails);
    }
}
