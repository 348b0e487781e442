using MultiTransport.Client;
using MultiTransport.Server.Lab;
using MultiTransport.Server.Tests.Hosting;

namespace MultiTransport.Server.Tests.Lab;

/// <summary>The lab's endpoints at a running server.</summary>
[Collection(CommandServer.Name)]
public sealed class LabEndpointTests(ServerFixture server)
{
    [Fact]
    public async Task Run_Down_ReachesAllOfTheViewersSessionsAndIsCountedOnTheSocket()
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        var socket = await visitor.JoinAsync("websocket");
        var poll = await visitor.JoinAsync("longpoll");

        var started = (await visitor.StartAsync("down", seconds: 1)).GetProperty("started");
        foreach (var session in (ClientSession[])[socket, poll])
        {
            var messages = await TakeAsync(session, 100);
            Assert.Equal(Enumerable.Range(1, 100).Select(number => $"{started.GetProperty("run").GetInt32():x2}{number:x6}"), messages.Select(message => message[..8]));
            Assert.All(messages, message => Assert.Equal(16, message.Length));
        }

        var status = await visitor.StatusAsync();
        Assert.Equal(100, status.GetProperty("sent").GetInt32());
        Assert.True(status.GetProperty("isCounted").GetBoolean());
        foreach (var told in status.GetProperty("sessions").EnumerateArray())
        {
            var down = told.GetProperty("wire").GetProperty("down");
            Assert.Equal(100, down.GetProperty("messages").GetInt64());
            Assert.Equal(1600, down.GetProperty("payload").GetInt64());
            Assert.True(down.GetProperty("total").GetInt64() > 1600, $"{down}");
        }
    }

    [Fact]
    public async Task Run_Down_EachSessionHasItsOwnPartOfTheInterval()
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        ClientSession[] sessions = [await visitor.JoinAsync("websocket"), await visitor.JoinAsync("websocket")];

        await visitor.StartAsync("down", rate: 4, seconds: 1);
        var left = await Task.WhenAll(sessions.Select(async session => (await TakeAsync(session, 2)).Select(static message => Convert.ToInt32(message[8..16], 16)).ToArray()));

        foreach (var (message, begin) in ((int, int)[])[(0, 125_000), (1, 375_000)])
        {
            var (first, second) = left[0][message] < left[1][message] ? (left[0][message], left[1][message]) : (left[1][message], left[0][message]);
            Assert.True(first >= begin && second >= begin + 125_000 && second > first, $"{first} and {second} microseconds");
        }

        Assert.NotEqual(left[0][0] < left[1][0], left[0][1] < left[1][1]); // each is the first in its turn
    }

    [Fact]
    public async Task Run_Up_ArrivalsAreToldOnce()
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        var session = await visitor.JoinAsync("websocket");
        var run = (await visitor.StartAsync("up")).GetProperty("started").GetProperty("run").GetInt32();

        await session.SendAsync($"{run:x2}00000100000200");
        await session.SendAsync($"{run + 1:x2}00000100000300"); // of a run that is not
        await session.SendAsync($"{run:x2}00000200000400");

        var arrivals = (await visitor.StatusAsync()).GetProperty("sessions")[0].GetProperty("arrivals").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        Assert.Equal([1, 0x200, 2, 0x400], (double[])[.. arrivals[..2], .. arrivals[3..5]]);
        Assert.True(arrivals[2] > 0 && arrivals[5] >= arrivals[2]);
        Assert.Equal(0, (await visitor.StatusAsync()).GetProperty("sessions")[0].GetProperty("arrivals").GetArrayLength());
    }

    [Fact]
    public async Task Run_OfOneViewer_IsNothingToAnother()
    {
        await using var one = await LabVisitor.OpenAsync(server.Url);
        await using var other = await LabVisitor.OpenAsync(server.Url);
        var ours = await one.JoinAsync("websocket");
        var theirs = await other.JoinAsync("websocket");

        await one.StartAsync("down");
        await TakeAsync(ours, 5);
        var status = await other.StatusAsync();
        Assert.False(status.GetProperty("isRunning").GetBoolean());
        Assert.Equal(theirs.Id, Assert.Single(status.GetProperty("sessions").EnumerateArray()).GetProperty("id").GetString());

        await one.AskAsync("""{"ask":"stop"}""");
        await other.StartAsync("down");
        Assert.Equal("01000001", (await TakeAsync(theirs, 1))[0][..8]); // had the first run reached it, that would have been first
    }

    [Fact]
    public async Task Stop_EndsTheRun()
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        await TakeAsync(await StartedAsync(visitor), 3);

        var status = (await visitor.AskAsync("""{"ask":"stop"}""")).GetProperty("status");

        Assert.False(status.GetProperty("isRunning").GetBoolean());
        Assert.InRange(status.GetProperty("sent").GetInt32(), 3, 5_999);
    }

    [Fact]
    public async Task Control_Closed_ItsSessionsGoWithIt()
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        var session = await StartedAsync(visitor);

        await visitor.Control.CloseAsync();

        Assert.Equal("the lab's page was closed", (await session.Closed).Reason);
    }

    [Theory]
    [InlineData("", "The question is not the JSON that is understood here")]
    [InlineData("[]", "The question is not the JSON that is understood here")]
    [InlineData("null", "ask is not known; accepted: open, clock, start, stop, status, wire, exchanges, network, cut, offline.")]
    [InlineData("""{"ask":"wire of everybody"}""", "ask is not known; accepted: open, clock, start, stop, status, wire, exchanges, network, cut, offline.")]
    [InlineData("""{"ask":"status","of":"AQAAAGJ6b2xkb2lkb2ZkdQ"}""", "The question is not the JSON that is understood here")]
    [InlineData("""{"ask":"start"}""", "start needs an order")]
    [InlineData("""{"ask":"start","order":{"direction":"down","rate":"fast","size":16,"isBinary":false,"seconds":1}}""", "The question is not the JSON that is understood here")]
    [InlineData("""{"ask":"start","order":{"direction":"down","rate":1000,"size":16,"isBinary":false,"seconds":1}}""", "rate is 1000; accepted: 0.1 to 100")]
    [InlineData("""{"ask":"start","order":{"direction":"down","rate":1,"size":16,"isBinary":false,"seconds":1}}""", "No session has joined")]
    public async Task Control_BadQuestion_IsToldWhatWasWrong(string question, string expected)
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        Assert.Contains(expected, (await visitor.AskAsync(question)).GetProperty("fault").GetString());
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("")]
    public async Task Bus_WithoutAViewersToken_IsTold(string token)
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        var session = visitor.Connect("longpoll");

        Assert.Contains("That is not the token of an open lab.", (await session.RequestAsync(token)).Text);
        Assert.Equal("handler-failed", (await Assert.ThrowsAsync<SessionException>(() => session.SendAsync("01000001000002ff"))).Code);
    }

    [Fact]
    public async Task Bus_WhatIsNoMeasuredMessage_FailsForItsSender()
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        var session = await visitor.JoinAsync("websocket");
        Assert.Equal("handler-failed", (await Assert.ThrowsAsync<SessionException>(() => session.SendAsync("hello"))).Code);
    }

    [Fact]
    public async Task Bus_TooManySessionsOfOneViewer_AreRefused()
    {
        await using var visitor = await LabVisitor.OpenAsync(server.Url);
        for (var count = 0; count < LabLimits.SessionsPerViewer; count++)
        {
            await visitor.JoinAsync("longpoll");
        }

        Assert.Contains("This page has 10 sessions already.", (await visitor.Connect("longpoll").RequestAsync(visitor.Token)).Text);
    }

    private static async Task<ClientSession> StartedAsync(LabVisitor visitor)
    {
        var session = await visitor.JoinAsync("websocket");
        await visitor.StartAsync("down");
        return session;
    }

    private static async Task<List<string>> TakeAsync(ClientSession session, int count)
    {
        var taken = new List<string>();
        await foreach (var message in session)
        {
            taken.Add(message.Text);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }
}
