namespace MultiTransport.AspNetCore.Tests.Diagnostics;

public sealed class SessionStatusTests
{
    [Fact]
    public async Task Describe_AfterASwitch_TellsWhatWasOfferedTriedAndReported()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var old = await client.AttachedSocketAsync(client.Take());
        edge.Time.Advance(TimeSpan.FromSeconds(2));
        await using var held = await client.HoldAsync("stream", client.Attach(WireAttachMode.Probe));
        await client.SendAsync(0, new WirePromote(held.Attached!.Connection, 0, 0).ToFrame(), WireFrame.Of(0x80, [1, 0, .. "sse refused"u8]));
        await edge.WhenLoggedAsync(1003);
        await old.DisposeAsync();
        await edge.WhenLoggedAsync(1004, log => $"{log["Transport"]}" == "websocket");

        var status = edge.Sessions.Describe(client.Session!.Id);

        Assert.NotNull(status);
        Assert.Equal(("/echo", "stream", true, SessionPhase.Attached), (status.Endpoint, status.Transport, status.IsNegotiated, status.Phase));
        Assert.Equal(TimeSpan.FromSeconds(2), status.Age);
        Assert.Equal(["websocket", "sse", "stream", "longpoll", "shortpoll"], status.Offered.Select(offered => offered.Name));
        Assert.StartsWith("the best that the client can do", status.Offered[0].Why, StringComparison.Ordinal);
        Assert.Equal(("sse", "refused"), (Assert.Single(status.Reports).Transport, status.Reports[0].Reason));
        Assert.Equal(["negotiate", "websocket", "stream"], status.Tries.Select(one => one.Transport));
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(2), true), (status.Tries[1].Began, status.Tries[1].Lasted, status.Tries[1].Carried));
        Assert.NotNull(status.Tries[1].Ended);
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.Zero, true, null), (status.Tries[2].Began, status.Tries[2].Lasted, status.Tries[2].Carried, status.Tries[2].Ended));
    }

    [Fact]
    public async Task Describe_OfManyPolls_CountsThemAsOneTry()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        for (var i = 0; i < 40; i++)
        {
            await client.PollAsync(0, i, WireFrame.Text("mute"));
        }

        var status = edge.Sessions.Describe(client.Session!.Id)!;

        Assert.Equal(("shortpoll", 40), (status.Tries[^1].Transport, status.Tries[^1].Attachments));
        Assert.InRange(status.Tries.Count, 1, 2);
        Assert.Equal((SessionPhase.Detached, TimeSpan.Zero), (status.Phase, status.DetachedFor));
    }

    [Fact]
    public async Task List_InPages_ShowsEverySessionOnce()
    {
        await using var edge = await Edge.StartAsync();
        for (var i = 0; i < 7; i++)
        {
            await edge.OpenAsync();
        }

        var seen = new List<string>();
        var page = edge.Sessions.List(new SessionQuery { Limit = 3 });
        while (page.Count > 0)
        {
            Assert.InRange(page.Count, 1, 3);
            seen.AddRange(page.Select(status => status.Id.ToString()));
            page = edge.Sessions.List(new SessionQuery { Limit = 3, After = page[^1].Id });
        }

        Assert.Equal(7, seen.Distinct().Count());
        Assert.Equal(7, seen.Count);
        Assert.Empty(edge.Sessions.List(new SessionQuery { Transport = "websocket" }));
        Assert.Empty(edge.Sessions.List(new SessionQuery { UserId = "nobody" }));
        Assert.Equal(7, edge.Sessions.List(new SessionQuery { Endpoint = "/echo" }).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task List_OfALimitThatCannotBe_Throws(int limit)
    {
        await using var edge = await Edge.StartAsync();

        Assert.Throws<ArgumentOutOfRangeException>(() => edge.Sessions.List(new SessionQuery { Limit = limit }));
    }
}
