namespace MultiTransport.Client.Tests;

public sealed class RequestTests
{
    [Fact]
    public async Task Request_Answered_GivesTheAnswer()
    {
        await using var stage = new Stage();
        var poll = await stage.OpenAsync();
        var text = stage.Session.RequestAsync("?");
        var binary = stage.Session.RequestAsync(new byte[] { 1 });
        var failed = stage.Session.RequestAsync("!");
        poll.Frame(frames: [
            WireFrames.Of(FrameType.Response, [1, (byte)'t', .. "yes"u8]),
            WireFrames.Of(FrameType.Response, [2, (byte)'b', 9]),
            WireFrames.Of(FrameType.Response, [3, (byte)'e', .. "handler-failed"u8]),
            WireFrames.Of(FrameType.Response, [99, (byte)'t'])]);
        Assert.Equal(ClientMessage.FromText("yes"), await text.WithTimeout());
        Assert.Equal(ClientMessage.FromBinary(new byte[] { 9 }), await binary.WithTimeout());
        Assert.Equal("handler-failed", (await Assert.ThrowsAsync<SessionException>(() => failed)).Code);
        Assert.Equal(4, (await stage.Server.NextAsync("poll")).Frames.Single(frame => frame.Type == FrameType.Ack).Payload[0]);
    }

    [Fact]
    public async Task Request_NoAnswer_TimesOut()
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        var asked = stage.Session.RequestAsync("?", TimeSpan.FromSeconds(2.5));
        stage.Clock.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal("timeout", (await Assert.ThrowsAsync<SessionException>(() => asked)).Code);
    }

    [Fact]
    public async Task Request_Number129_IsTooMany()
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        var asked = Enumerable.Range(0, 128).Select(_ => stage.Session.RequestAsync("?")).ToList();
        Assert.Equal("too-many-requests", (await Assert.ThrowsAsync<SessionException>(() => stage.Session.RequestAsync("?"))).Code);
        Assert.DoesNotContain(asked, one => one.IsCompleted);
    }

    [Fact]
    public async Task OnRequest_Answers_AndWhatItThrowsIsHandlerFailed()
    {
        await using var stage = new Stage(options => options.OnRequest = (question, _) =>
            question.Text == "bad" ? throw new InvalidOperationException("no") : ValueTask.FromResult(ClientMessage.FromText($"re {question.Text}")));
        (await stage.OpenAsync()).Frame(frames: [WireFrames.Of(FrameType.Request, [5, (byte)'t', .. "good"u8])]);
        var answer = await AnswerAsync(stage);
        Assert.Equal((byte[])[5, (byte)'t', .. "re good"u8], answer);
        var poll = await stage.Server.NextAsync("poll");
        poll.Frame(received: 1, handled: 1, frames: [WireFrames.Of(FrameType.Request, [6, (byte)'t', .. "bad"u8])]);
        Assert.Equal((byte[])[6, (byte)'e', .. "handler-failed"u8], await AnswerAsync(stage));
    }

    [Fact]
    public async Task OnRequest_None_IsNotSupported()
    {
        await using var stage = new Stage();
        (await stage.OpenAsync()).Frame(frames: [WireFrames.Of(FrameType.Request, [5, (byte)'t'])]);
        Assert.Equal((byte[])[5, (byte)'e', .. "not-supported"u8], await AnswerAsync(stage));
    }

    /// <summary>The next response frame, on whichever request it rides.</summary>
    private static async Task<byte[]> AnswerAsync(Stage stage)
    {
        var seen = 0;
        while (true)
        {
            for (; seen < stage.Server.Seen.Count; seen++)
            {
                if (stage.Server.Seen[seen].Frames.Where(static frame => frame.Type == FrameType.Response).Select(static frame => frame.Payload).LastOrDefault() is { } payload
                    && stage.Server.Seen[seen].IsOpen)
                {
                    if (stage.Server.Seen[seen].Path == "send")
                    {
                        stage.Server.Seen[seen].Frame(received: stage.Server.Seen[seen].Attach.Upstream + 1, handled: stage.Server.Seen[seen].Attach.Upstream + 1);
                    }

                    return payload;
                }
            }

            await Task.Delay(5); // nothing else tells of it
        }
    }
}
