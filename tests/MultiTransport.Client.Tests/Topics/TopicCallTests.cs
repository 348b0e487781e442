using System.Text;

namespace MultiTransport.Client.Tests;

public sealed class TopicCallTests
{
    [Fact]
    public async Task Publish_IsOneFrameAndCompletesWithItsAck()
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        var published = stage.Session.PublishAsync("news", "Hi");
        var send = await stage.Server.NextAsync("send");
        var keyed = stage.Session.PublishAsync("näws", new byte[] { 1, 2 }, new PublishOptions { Key = "k", Echo = false });
        Assert.Equal((FrameType.Publish, "\u0004news\0tHi"), (send.Frames[0].Type, Encoding.UTF8.GetString(send.Frames[0].Payload)));
        Assert.False(published.IsCompleted);
        send.Frame(received: 1, handled: 1);
        await published.WithTimeout();
        send = await stage.Server.NextAsync("send");
        Assert.True(PublishPayload.TryParse(send.Frames[0].Payload, out var payload));
        Assert.Equal(
            ("näws", "k", PublishPayload.HasKey | PublishPayload.NotToSelf, FrameType.Binary, "0102"),
            (Encoding.UTF8.GetString(payload.Topic), Encoding.UTF8.GetString(payload.Key), payload.Options, payload.Kind, Convert.ToHexString(payload.Body)));
        send.Frame(received: 2, handled: 1, frames: [WireFrames.Fail(2, "topic-forbidden"), WireFrames.Ack(2)]);
        Assert.Equal("topic-forbidden", (await Assert.ThrowsAsync<SessionException>(() => keyed.WithTimeout())).Code);
    }

    [Theory]
    [InlineData("no*", null, "x", "topic-malformed")]
    [InlineData("news", "", "x", "key-malformed")]
    [InlineData("news", "a\u0001", "x", "key-malformed")]
    [InlineData("news", null, "half a character", "text-malformed")]
    public async Task Publish_Malformed_FailsAtOnce(string topic, string? key, string text, string code)
    {
        await using var stage = new Stage();
        Assert.Equal(code, (await Assert.ThrowsAsync<SessionException>(() => stage.Session.PublishAsync(topic, text == "x" ? text : "\ud800", new PublishOptions { Key = key }))).Code);
        Assert.Equal(0, stage.Session.BufferedAmount);
    }

    [Fact]
    public async Task Publish_WrittenAndTheSessionLost_IsOfUnknownOutcomeAndOneThatWasNotMoves()
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        var written = stage.Session.PublishAsync("news", "1");
        await stage.Server.NextAsync("send");
        var moved = stage.Session.PublishAsync("news", "2");
        poll.Problem(404, "session-unknown", "renegotiate");
        Assert.Equal("outcome-unknown", (await Assert.ThrowsAsync<SessionException>(() => written.WithTimeout())).Code);
        var negotiate = await stage.NegotiateAsync();
        Assert.Equal("\u00c1\u0004news\0t2", Encoding.Latin1.GetString(Assert.Single(negotiate.Negotiate.Messages!).Frame!));
        negotiate.Open(received: 1, handled: 1);
        await moved.WithTimeout();
    }

    [Fact]
    public async Task ReadHistory_GivesThePage()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        var asked = subscription.ReadHistoryAsync(before: 9, limit: 2);
        var (correlation, operation) = await stage.OperationAsync();
        Assert.Equal(new TopicOperation { Op = "history", Topic = "news", Before = 9, Limit = 2 }, operation);
        poll.Frame(received: 2, handled: 2, frames: [TopicWire.Answer(
            correlation, """{"epoch":"e1","first":1,"last":8,"messages":[{"position":7,"time":1000,"text":"g","key":"k"},{"position":8,"time":2000,"binary":"AQI=","publisher":"ada"}],"more":true}""")]);
        var history = await asked.WithTimeout();
        Assert.Equal(("e1", 1, 8, true), (history.Epoch, history.First, history.Last, history.HasMore));
        Assert.Equal(
            [
                new ClientTopicMessage { Data = ClientMessage.FromText("g"), Position = 7, Epoch = "e1", Key = "k", Time = DateTimeOffset.FromUnixTimeSeconds(1) },
                new ClientTopicMessage { Data = ClientMessage.FromBinary(new byte[] { 1, 2 }), Position = 8, Epoch = "e1", Publisher = "ada", Time = DateTimeOffset.FromUnixTimeSeconds(2) },
            ],
            history.Messages);
    }

    [Fact]
    public async Task GetPresence_GivesUsers()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        var asked = subscription.GetPresenceAsync();
        poll.Frame(received: 2, handled: 2, frames: [TopicWire.Answer((await stage.OperationAsync()).Correlation, """{"users":[{"user":"ada","sessions":2}],"anonymous":1}""")]);
        var presence = await asked.WithTimeout();
        Assert.Equal([KeyValuePair.Create("ada", 2)], presence.Users);
        Assert.Equal((1, false), (presence.Anonymous, presence.HasMore));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("no")]
    [InlineData("""{"epoch":"e","first":1,"last":1,"messages":[null]}""")]
    [InlineData("""{"epoch":"e","first":1,"last":1,"messages":[{"position":1,"time":1}]}""")]
    [InlineData("""{"epoch":"e","first":1,"last":1,"messages":[{"position":1,"time":9000000000000000000,"text":"x"}]}""")]
    [InlineData("""{"users":[null],"anonymous":0}""")]
    [InlineData("""{"users":[{"user":null,"sessions":1}],"anonymous":0}""")]
    public async Task Answers_OfTheWrongShape_AreAnswerMalformed(string json)
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        var history = subscription.ReadHistoryAsync();
        var first = (await stage.OperationAsync()).Correlation;
        var presence = subscription.GetPresenceAsync();
        var second = (await stage.OperationAsync()).Correlation;
        poll.Frame(received: 3, handled: 3, frames: [TopicWire.Answer(first, json), TopicWire.Answer(second, json)]);
        Assert.Equal("answer-malformed", (await Assert.ThrowsAsync<SessionException>(() => history.WithTimeout())).Code);
        Assert.Equal("answer-malformed", (await Assert.ThrowsAsync<SessionException>(() => presence.WithTimeout())).Code);
    }

    [Fact]
    public async Task ReadHistory_RefusedForNow_FailsAndIsNotRepeated()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        var history = subscription.ReadHistoryAsync();
        poll.Frame(received: 2, handled: 2, frames: [TopicWire.Refused((await stage.OperationAsync()).Correlation, "history-unavailable")]);
        Assert.Equal("history-unavailable", (await Assert.ThrowsAsync<SessionException>(() => history.WithTimeout())).Code);
    }

    [Fact]
    public async Task ReadHistory_WrongArguments_Throws()
    {
        await using var stage = new Stage();
        var subscription = stage.Session.Subscribe("news");
        await Assert.ThrowsAsync<ArgumentException>(() => subscription.ReadHistoryAsync(limit: 0));
        await Assert.ThrowsAsync<ArgumentException>(() => subscription.ReadHistoryAsync(limit: 101));
        await Assert.ThrowsAsync<ArgumentException>(() => subscription.ReadHistoryAsync(before: 0));
        await Assert.ThrowsAsync<ArgumentException>(() => subscription.ReadHistoryAsync(new ClientTopicPosition(null, 1), before: 1));
        await Assert.ThrowsAsync<ArgumentException>(() => subscription.ReadHistoryAsync(new ClientTopicPosition(null, -1)));
    }
}
