using System.Text;

namespace MultiTransport.Testing.Tests.Proxy;

public sealed class RepetitionFaultTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AbortNotPropagated_ClientGoes_ServerCompletes(bool reset)
    {
        await using var box = new Middlebox(new AbortNotPropagated());
        await using var client = await box.AskAsync("POST", "/poll", "hold");
        var request = await box.Origin.NextAsync();
        if (reset)
        {
            client.Reset();
        }
        else
        {
            await client.DisposeAsync();
        }

        await (await box.Proxy.Accepted.ReadAsync().AsTask().WithTimeout()).ClientEnded.WithTimeout();
        await request.BeginAsync();
        await request.ChunkAsync("answer to nobody");
        await request.EndAsync();

        Assert.Equal(("hold", "FIN"), (request.Body, await box.Origin.NextEndAsync()));
    }

    [Fact]
    public async Task AbortNotPropagated_ClientStays_GetsItsAnswer()
    {
        await using var box = new Middlebox(new AbortNotPropagated());
        await using var client = await box.AskAsync("POST", "/sse", "");
        var request = await box.Origin.NextAsync();
        await request.BeginAsync();
        var response = await client.ReadResponseAsync().WithTimeout();
        await request.ChunkAsync("one");

        Assert.Equal("one", Encoding.ASCII.GetString(await response.ReadAsync().WithTimeout()));
    }

    [Fact]
    public async Task AnswerRepeated_NextOnThePath_GetsTheAnswerBefore()
    {
        await using var box = new Middlebox(new AnswerRepeated());
        var got = new List<string>();
        foreach (var (target, answer) in ((string, string?)[])[("/poll?1", "one"), ("/poll?2", null), ("/poll?3", "three"), ("/send", "other"), ("/poll?4", null)])
        {
            await using var client = await box.AskAsync("POST", target, "body");
            if (answer is not null)
            {
                await (await box.Origin.NextAsync()).AnswerAsync(answer);
            }

            got.Add(await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
        }

        Assert.Equal(["one", "one", "three", "other", "three"], got);
        Assert.Equal(0, box.Origin.Waiting);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CachedByUrl_SameUrl_IsAnsweredFromTheCache(bool honours)
    {
        await using var box = new Middlebox(new CachedByUrl { HonoursNoStore = honours });
        var got = new List<string>();
        foreach (var (method, target, answer) in ((string, string, string?)[])
            [("GET", "/a", "one"), ("GET", "/a", honours ? "two" : null), ("GET", "/a?2", "three"), ("POST", "/a", "four")])
        {
            await using var client = await box.AskAsync(method, target);
            if (answer is not null)
            {
                await (await box.Origin.NextAsync()).AnswerAsync(answer, more: "Cache-Control: no-store, no-transform\r\n");
            }

            got.Add(await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
        }

        Assert.Equal(["one", honours ? "two" : "one", "three", "four"], got);
    }

    [Fact]
    public async Task SameUrlSerialized_SecondClient_WaitsForTheFirst()
    {
        await using var box = new Middlebox(new SameUrlSerialized());
        await using var first = await box.AskAsync(target: "/poll");
        var one = await box.Origin.NextAsync();
        await using var second = await box.AskAsync(target: "/poll");
        await using var other = await box.AskAsync(target: "/poll?own");
        Assert.Equal("GET /poll?own", (await box.Origin.NextAsync()).Line);

        await one.AnswerAsync("one");
        Assert.Equal("one", await (await first.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
        await (await box.Origin.NextAsync()).AnswerAsync("two");

        Assert.Equal("two", await (await second.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
    }

    [Fact]
    public async Task SameUrlCoalesced_TwoClients_ReadOneStream()
    {
        await using var box = new Middlebox(new SameUrlCoalesced());
        await using var first = await box.AskAsync(target: "/events");
        var request = await box.Origin.NextAsync();
        await request.BeginAsync();
        await request.ChunkAsync("one");
        await using var second = await box.AskAsync(target: "/events");
        foreach (var client in (RawHttp[])[first, second])
        {
            var response = await client.ReadResponseAsync().WithTimeout();
            Assert.Equal("one", Encoding.ASCII.GetString(await response.ReadAsync().WithTimeout()));
        }

        await request.EndAsync();
        Assert.Equal("FIN", await box.Origin.NextEndAsync());
        Assert.Equal((1, 0), (box.Origin.Connections, box.Origin.Waiting));
        await using var third = await box.AskAsync(target: "/events");
        await (await box.Origin.NextAsync()).AnswerAsync("new");
    }

    [Theory]
    [InlineData(ReplayAnswer.Original)]
    [InlineData(ReplayAnswer.Copy)]
    public async Task Replayed_Together_BothArriveAndOneAnswers(ReplayAnswer answer)
    {
        await using var box = new Middlebox(new Replayed(new ReplayPlan { Moment = ReplayMoment.Together, Answer = answer }));
        await using var client = await box.AskAsync("POST", "/send", "body");
        var one = await box.Origin.NextAsync();
        var two = await box.Origin.NextAsync();
        await two.AnswerAsync("two");
        await one.AnswerAsync("one");

        Assert.Equal(("body", "body"), (one.Body, two.Body));
        Assert.Equal(answer == ReplayAnswer.Original ? "one" : "two", await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
    }

    [Theory]
    [InlineData(ReplayAnswer.Original)]
    [InlineData(ReplayAnswer.Copy)]
    public async Task Replayed_AfterTheHead_ComesWhileTheFirstIsHeld(ReplayAnswer answer)
    {
        await using var box = new Middlebox(new Replayed(new ReplayPlan { Moment = ReplayMoment.AfterResponseHead, Answer = answer }));
        await using var client = await box.AskAsync("POST", "/sse", "body");
        var one = await box.Origin.NextAsync();
        Assert.Equal(1, box.Origin.Connections);
        await one.BeginAsync();
        var two = await box.Origin.NextAsync();
        await two.BeginAsync();
        await one.ChunkAsync("1");
        await two.ChunkAsync("2");

        var response = await client.ReadResponseAsync().WithTimeout();
        Assert.Equal(answer == ReplayAnswer.Original ? "1" : "2", Encoding.ASCII.GetString(await response.ReadAsync().WithTimeout()));
    }

    [Theory]
    [InlineData(ReplayAnswer.Original)]
    [InlineData(ReplayAnswer.Copy)]
    public async Task Replayed_AfterProcessing_ComesWhenTheFirstIsAnswered(ReplayAnswer answer)
    {
        await using var box = new Middlebox(new Replayed(new ReplayPlan { Moment = ReplayMoment.AfterResponse, Answer = answer }));
        await using var client = await box.AskAsync("POST", "/send", "body");
        await (await box.Origin.NextAsync()).AnswerAsync("one");
        await (await box.Origin.NextAsync()).AnswerAsync("two");

        Assert.Equal(answer == ReplayAnswer.Original ? "one" : "two", await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
        Assert.Equal(2, box.Origin.Connections);
    }

    [Fact]
    public async Task Replayed_OthersThanPost_Pass()
    {
        await using var box = new Middlebox(new Replayed());
        await using var client = await box.AskAsync();
        await (await box.Origin.NextAsync()).AnswerAsync("one");
        await client.ReadResponseAsync().WithTimeout();

        Assert.Equal(1, box.Origin.Connections);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReplayedAfterDeath_ServerDiesBeforeAnAnswer_IsSentAgain(bool reset)
    {
        await using var box = new Middlebox(new ReplayedAfterDeath());
        await using var client = await box.AskAsync("POST", "/send", "body");
        var one = await box.Origin.NextAsync();
        if (reset)
        {
            one.Connection.Reset();
        }
        else
        {
            one.Connection.FinishSending();
        }

        var two = await box.Origin.NextAsync();
        await two.AnswerAsync("two");

        Assert.Equal(("body", "body"), (one.Body, two.Body));
        Assert.Equal("two", await (await client.ReadResponseAsync().WithTimeout()).ReadTextAsync().WithTimeout());
    }

    [Theory]
    [InlineData(ReplayMoment.Together)]
    [InlineData(ReplayMoment.AfterResponseHead)]
    [InlineData(ReplayMoment.AfterResponse)]
    public async Task ReplayedAfterDeath_TheProxyLetsItDie_OnlyTheSecondAnswerIsSeen(ReplayMoment moment)
    {
        await using var box = new Middlebox(new ReplayedAfterDeath { Dies = moment });
        await using var client = await box.AskAsync("POST", "/send", "body");
        if (moment != ReplayMoment.Together)
        {
            var one = await box.Origin.NextAsync();
            await one.BeginAsync();
            if (moment == ReplayMoment.AfterResponse)
            {
                await one.EndAsync();
            }
        }

        var reading = client.ReadResponseAsync();
        while (!reading.IsCompleted)
        {
            // The first may have been lost with its connection, or not.
            var next = box.Origin.NextAsync();
            if (await Task.WhenAny(next, reading) == next)
            {
                await AnswerQuietlyAsync(await next);
            }
        }

        Assert.Equal("two", await (await reading.WithTimeout()).ReadTextAsync().WithTimeout());
    }

    private static async Task AnswerQuietlyAsync(OriginRequest request)
    {
        try
        {
            Assert.Equal("body", request.Body);
            await request.AnswerAsync("two");
        }
        catch (IOException)
        {
            // the one whose connection is dead
        }
    }

    [Fact]
    public async Task DisposeAsync_WithEverythingUnderWay_LeavesNothing()
    {
        await using var box = new Middlebox(new Replayed(), new AbortNotPropagated());
        var clients = new List<RawHttp>();
        for (var i = 0; i < 5; i++)
        {
            clients.Add(await box.AskAsync("POST", "/poll", "hold"));
        }

        for (var i = 0; i < 10; i++)
        {
            await box.Origin.NextAsync();
        }

        await box.Proxy.DisposeAsync().WithTimeout();

        foreach (var client in clients)
        {
            Assert.Empty(await client.ReadToEndAsync().WithTimeout());
            await client.DisposeAsync();
        }
    }
}
