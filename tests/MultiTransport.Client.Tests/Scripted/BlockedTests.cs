namespace MultiTransport.Client.Tests;

public sealed class BlockedTests
{
    [Fact]
    public async Task Send_PostsWithItFailWhileOthersWork_IsBlockedAndTheRestGoesOn()
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        var bad = stage.Session.SendAsync("bad");
        var first = await stage.Server.NextAsync("send");
        var good = stage.Session.SendAsync("good");
        first.Fail();
        await stage.PassAsync(TimeSpan.FromMilliseconds(125));
        var second = await stage.Server.NextAsync("send");
        Assert.Equal(["bad"], second.Texts); // half of what failed, and one message at least
        second.Fail();
        await stage.PassAsync(TimeSpan.FromMilliseconds(250));
        var check = await stage.Server.NextAsync("send");
        Assert.Empty(check.Frames);
        check.Frame();
        var third = await stage.Server.NextAsync("send");
        Assert.Equal(["bad"], third.Texts);
        third.Fail();
        await stage.PassAsync(TimeSpan.FromMilliseconds(125));
        check = await stage.Server.NextAsync("send");
        Assert.Empty(check.Frames);
        check.Frame();
        Assert.Equal("blocked", (await Assert.ThrowsAsync<SessionException>(() => bad)).Code);
        var rest = await stage.Server.NextAsync("send");
        Assert.Equal((0xC0, 0), (rest.Frames[0].Type, rest.Frames[0].Payload.Length));
        Assert.Equal(["good"], rest.Texts);
        rest.Frame(received: 2, handled: 0, frames: [WireFrames.Fail(1, "not-supported"), WireFrames.Ack(2)]);
        await good.WithTimeout();
    }

    [Fact]
    public async Task Send_TheServerHadItAllAlong_IsNotBlocked()
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        var sent = stage.Session.SendAsync("fine");
        (await stage.Server.NextAsync("send")).Fail();
        await stage.PassAsync(TimeSpan.FromMilliseconds(125));
        (await stage.Server.NextAsync("send")).Fail();
        await stage.PassAsync(TimeSpan.FromMilliseconds(250));
        (await stage.Server.NextAsync("send")).Frame(received: 1, handled: 1);
        await sent.WithTimeout();
    }
}
