using MultiTransport.AspNetCore.Tests.Topics;

namespace MultiTransport.AspNetCore.Tests.Negotiation;

/// <summary>Section 6: numbered frames of other types inside negotiate, both ways.</summary>
public sealed class NegotiateFrameTests
{
    [Fact]
    public async Task AnOperation_IsAnsweredAtOnceAndThePublishThatFollowsComesDown()
    {
        await using var edge = await TopicEdge.StartAsync();
        var subscribe = WireFrame.Request(5, (byte)'j', """{"op":"subscribe","topic":"news"}"""u8.ToArray());
        var publish = WireFrame.Of(WireFrameType.Publish, [4, .. "news"u8, 0, (byte)'t', .. "Hi"u8]);

        var answer = await edge.NegotiateAsync(new Wish { Messages = [WireMessage.OfFrame(subscribe), WireMessage.OfText("echo"), WireMessage.OfFrame(publish)] });

        var negotiated = Negotiated.Parse(answer.Body);
        Assert.Equal((3, 3), (negotiated.Received, negotiated.Handled));
        Assert.Empty(negotiated.Fails);
        var answered = negotiated.Messages[0];
        Assert.Equal(WireFrameType.Response, answered.Type);
        Assert.StartsWith("\u0005t{\"index\":1,", answered.Text, StringComparison.Ordinal);
        Assert.Equal("echo", negotiated.Messages[1].Text);

        var client = new SdkClient(edge, negotiated.Id, negotiated.Secret);
        var all = await client.PollAsync(received: 0, upstream: 3);
        Assert.Equal(
            [WireFrameType.Response, WireFrameType.Text, WireFrameType.TopicMessage], all.Frames.Where(frame => frame.IsNumbered).Select(frame => frame.Type));
        Assert.Equal([1, 1, 0, (byte)'t', .. "Hi"u8], all.Frames.Single(frame => frame.Type == WireFrameType.TopicMessage).Payload);
    }

    [Fact]
    public async Task AFrameOfALaterVersion_IsCountedAndFailed()
    {
        await using var edge = await Edge.StartAsync();

        var answer = await edge.NegotiateAsync(new Wish { Messages = [WireMessage.OfFrame(WireFrame.Of(0xDF, 1)), WireMessage.OfText("mute")] });

        var negotiated = Negotiated.Parse(answer.Body);
        Assert.Equal((2, 2), (negotiated.Received, negotiated.Handled));
        Assert.Equal([new WireFail(1, "not-supported")], negotiated.Fails);
        Assert.Equal(["mute"], edge.Handled);
    }

    [Theory]
    [InlineData("""{"frame":"3w==","text":"a"}""")]
    [InlineData("""{"frame":"3w==","binary":"AQ=="}""")]
    [InlineData("""{"frame":""}""")]
    [InlineData("""{"frame":"dEhp"}""")]
    [InlineData("""{"frame":"YgA="}""")]
    [InlineData("""{"frame":"YQE="}""")]
    [InlineData("""{"frame":"Zkhp"}""")]
    [InlineData("""{"frame":"QQ=="}""")]
    [InlineData("""{"frame":"bQMHAHRIaQ=="}""")]
    [InlineData("""{"frame":"wnt9"}""")]
    [InlineData("""{"frame":"eg=="}""")]
    [InlineData("""{"frame":"3w"}""")]
    [InlineData("""{"frame":[223]}""")]
    [InlineData("""{"frame":null}""")]
    public async Task WhatIsNoNumberedFrameOfAClient_IsBodyMalformedAndOpensNothing(string message)
    {
        await using var edge = await TopicEdge.StartAsync();

        var problem = (await edge.PostAsync("/negotiate", $$"""{"messages":[{"text":"first"},{{message}}]}""")).IsProblem(400, "body-malformed", "stop");

        Assert.Contains("messages[1]", problem.Detail, StringComparison.Ordinal);
        Assert.Equal(0, edge.Sessions.Count);
        Assert.Empty(edge.Handled);
    }

    [Fact]
    public async Task AFrame_MayBeAsLongAsAMessageAndItsHead()
    {
        await using var edge = await TopicEdge.StartAsync(options => options.MaxMessageBytes = 1000, topics => topics.Rules = []);
        byte[] head = [4, .. "news"u8, 0, (byte)'t'];

        Assert.Equal(200, (await NegotiateAsync(1000)).Status);
        (await NegotiateAsync(2000)).IsProblem(413, "message-too-large", "stop");

        Task<Answer> NegotiateAsync(int length) =>
            edge.NegotiateAsync(new Wish { Messages = [WireMessage.OfFrame(WireFrame.Of(WireFrameType.Publish, [.. head, .. new byte[length]]))] });
    }

    [Fact]
    public async Task MessagesOverTheInboxTogether_AreRefusedAndNoneIsTaken()
    {
        await using var edge = await Edge.StartAsync(options => (options.MaxMessageBytes, options.InboxBytes) = (1000, 1500));
        var message = WireMessage.OfText(new string('x', 800));

        var problem = (await edge.NegotiateAsync(new Wish { Messages = [message, message] })).IsProblem(400, "body-malformed", "stop");

        Assert.Contains("1500", problem.Detail, StringComparison.Ordinal);
        Assert.Empty(edge.Handled);
        Assert.Equal(200, (await edge.NegotiateAsync(new Wish { Messages = [message] })).Status);
    }
}
