namespace MultiTransport.Client.Tests;

public sealed class SubscriptionLossTests
{
    [Fact]
    public async Task SessionLost_SubscribesAgainFirst_AfterTheLastThatCame()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        var gaps = subscription.Gaps();
        poll.Frame(frames: [TopicWire.Message(3, 1, "a"), TopicWire.Message(3, 2, "b")]);
        await using var messages = subscription.GetAsyncEnumerator();
        await messages.NextAsync();
        poll = await stage.Server.NextAsync("poll");
        poll.Problem(404, "session-unknown", "renegotiate");
        var negotiate = await stage.NegotiateAsync();
        Assert.Equal((SubscriptionState.Subscribing, 1), (subscription.State, subscription.Position));
        var (correlation, operation) = Assert.Single(negotiate.Operations());
        Assert.Equal(new TopicOperation { Op = "subscribe", Topic = "news", Since = new TopicSince { Epoch = "e1", Position = 2 } }, operation);
        Assert.Equal("b", (await messages.NextAsync()).Data.Text); // what had come is read while nothing answers
        negotiate.Open(received: 1, handled: 1, id: "AQAAAGJ6b2xkb2lkb2ZkdA");
        poll = await stage.Server.NextAsync("poll");
        poll.Frame(frames: [TopicWire.Subscribed(correlation, 8, 4, more: ""","gap":{"why":"evicted","from":3,"to":4}"""), TopicWire.Message(8, 5, "e")]);
        Assert.Equal(("e", 5), ((await messages.NextAsync()).Data.Text, subscription.Position));
        Assert.Equal(new SubscriptionGap("evicted", 3, 4), await gaps.ReadAsync().AsTask().WithTimeout());
        Assert.False(gaps.TryRead(out _));
        Assert.Equal(SubscriptionState.Subscribed, subscription.State);
    }

    [Theory]
    [InlineData("e2", 9, "epoch", null, null)]
    [InlineData("e1", 0, "ahead", null, null)]
    [InlineData("e1", 4, "unknown", 3L, 4L)]
    public async Task SessionLost_TheServerGoesOnElsewhereWithoutSayingSo_IsAGap(string epoch, long position, string why, long? from, long? to)
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync(position: 2);
        var gaps = subscription.Gaps();
        poll.Problem(404, "session-unknown", "renegotiate");
        var negotiate = await stage.NegotiateAsync();
        negotiate.Open(received: 1, handled: 1);
        (await stage.Server.NextAsync("poll")).Frame(frames: [TopicWire.Subscribed(Assert.Single(negotiate.Operations()).Correlation, 3, position, epoch)]);
        Assert.Equal(new SubscriptionGap(why, from, to), await gaps.ReadAsync().AsTask().WithTimeout());
        Assert.Equal((epoch, position), (subscription.Epoch, subscription.Position));
    }

    [Fact]
    public async Task SessionLost_WhatWaitedForThePlaceInLine_KeepsItAndWhatWasThereGoesFirst()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync("old");
        var sent = stage.Session.SendAsync("written", new SendOptions { Key = "k" });
        await stage.Server.NextAsync("send");
        _ = stage.Session.SendAsync("message"); // one send at a time: this one was not written
        var fresh = stage.Session.Subscribe("new");
        poll.Problem(404, "session-unknown", "renegotiate");
        var negotiate = await stage.NegotiateAsync();
        var asked = negotiate.Operations();
        Assert.Equal(["old", "new"], asked.Select(static one => one.Operation.Topic));
        Assert.Equal([null, "written", "message", null], negotiate.Negotiate.Messages!.Select(static message => message.Text));
        negotiate.Open(received: 4, handled: 4);
        (await stage.Server.NextAsync("poll")).Frame(frames: [TopicWire.Subscribed(asked[0].Correlation, 1, 0), TopicWire.Subscribed(asked[1].Correlation, 2, 0)]);
        await fresh.Ready.WithTimeout();
        await sent.WithTimeout();
        Assert.Equal(SubscriptionState.Subscribed, subscription.State);
    }

    [Fact]
    public async Task SessionLost_AnOperationThatWasWritten_IsAskedAgain()
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        var subscription = stage.Session.Subscribe("news", new SubscribeOptions { Last = 3 });
        await stage.OperationAsync();
        poll.Problem(404, "session-unknown", "renegotiate");
        Assert.Equal(3, Assert.Single((await stage.NegotiateAsync()).Operations()).Operation.Last);
        Assert.False(subscription.Ready.IsCompleted);
    }

    [Fact]
    public async Task SessionLost_AgainAndAgainWithNobodyReading_KeepsNoMoreThanAWindow()
    {
        await using var stage = new Stage();
        var (subscription, poll) = await stage.SubscribedAsync();
        var position = 0L;
        for (var round = 0; round < 3; round++)
        {
            poll.Frame(frames: [.. Enumerable.Range(0, 400).Select(_ => TopicWire.Message(3, ++position, $"{position}"))]);
            poll = await stage.Server.NextAsync("poll");
            poll.Problem(404, "session-unknown", "renegotiate");
            if (round > 0)
            {
                await stage.PassAsync(TimeSpan.FromMilliseconds(125 << round)); // sessions that are lost one after another are opened more slowly
            }

            var negotiate = await stage.NegotiateAsync();
            var (correlation, operation) = Assert.Single(negotiate.Operations());
            Assert.Equal(Math.Min(position, 500), operation.Since!.Position);
            position = operation.Since.Position;
            negotiate.Open(received: 1, handled: 1);
            poll = await stage.Server.NextAsync("poll");
            poll.Frame(frames: [TopicWire.Subscribed(correlation, 3, position)]);
            poll = await stage.Server.NextAsync("poll");
        }

        await using var messages = subscription.GetAsyncEnumerator();
        for (var expected = 1; expected <= 500; expected++)
        {
            Assert.Equal(expected, (await messages.NextAsync()).Position);
        }
    }

    [Fact]
    public async Task NegotiateRefusesTheBody_TheOperationGoesUpLater()
    {
        await using var stage = Stage.Gated();
        var subscription = stage.Session.Subscribe("news");
        (await stage.NegotiateAsync()).Problem(400, "body-malformed"); // of a server that does not know frames there
        var negotiate = await stage.NegotiateAsync();
        Assert.Null(negotiate.Negotiate.Messages);
        negotiate.Open();
        var poll = await stage.Server.NextAsync("poll");
        var (correlation, _) = Assert.Single(poll.Operations());
        poll.Frame(received: 1, handled: 1, frames: [TopicWire.Subscribed(correlation, 1, 0)]);
        await subscription.Ready.WithTimeout();
    }
}
