namespace MultiTransport.AspNetCore.Tests.Transports.Polling;

/// <summary>Section 7.4.</summary>
public sealed class PollExchangeTests
{
    [Fact]
    public async Task SecondPoll_SupersedesTheFirst()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var first = client.PostAsync("poll", client.Take(hold: 20_000));
        await edge.WhenLoggedAsync(1002, log => Equals(log["Transport"], "longpoll"));

        var second = await client.PollAsync(0, 0, WireFrame.Text("Hi"));

        Assert.Equal(4100, (await first).Close.Code);
        Assert.Equal((4000, "Hi"), (second.Close.Code, second.Texts.Single()));
    }

    [Fact]
    public async Task HeldPoll_IsAnsweredWhenItsHoldHasPassed()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var held = client.PostAsync("poll", client.Take(hold: 3000));
        await edge.WhenLoggedAsync(1002, log => Equals(log["Transport"], "longpoll"));
        edge.Time.Advance(TimeSpan.FromSeconds(2.75));
        Assert.False(held.IsCompleted);
        edge.Time.Advance(TimeSpan.FromSeconds(0.5));

        Assert.Equal([WireFrameType.Attached, WireFrameType.Close], (await held).Frames.Select(frame => frame.Type));
    }

    [Fact]
    public async Task Hold_OfMoreThanTheServerHas_IsCapped()
    {
        await using var edge = await Edge.StartAsync(options => options.Hold = TimeSpan.FromSeconds(2));
        var client = await edge.OpenAsync();
        var held = client.PostAsync("poll", client.Take(hold: WireVarint.MaxValue));
        await edge.WhenLoggedAsync(1002, log => Equals(log["Transport"], "longpoll"));

        edge.Time.Advance(TimeSpan.FromSeconds(2.25));

        Assert.Equal(4000, (await held).Close.Code);
    }

    [Fact]
    public async Task Poll_ThatBroughtAMessage_AnswersWithItsAckTheEchoAndItsLength()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        var answer = await client.PollAsync(0, 0, WireFrame.Text("Hi"));

        Assert.Equal($"{answer.Body.Length}", answer.Head["Content-Length"]);
        Assert.Equal((1, 1, true), (answer.Attached.Received, answer.Attached.Handled, answer.Attached.Active));
        Assert.Equal([WireFrameType.Attached, WireFrameType.Text, WireFrameType.Close], answer.Frames.Select(frame => frame.Type));
    }

    [Fact]
    public async Task Poll_WhoseClientIsGone_LeavesTheSession()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using (var raw = await edge.BeginAsync("POST", "/poll", SdkClient.Body(client.Take(hold: 20_000))))
        {
            await edge.WhenLoggedAsync(1002, log => Equals(log["Transport"], "longpoll"));
            raw.Reset();
            await edge.WhenLoggedAsync(1004, log => Equals(log["Transport"], "longpoll"));
        }

        Assert.Equal(SessionPhase.Detached, client.Session!.Phase);
        Assert.Equal(4000, (await client.PollAsync()).Close.Code);
    }
}
