using System.Text.Json;

namespace MultiTransport.AspNetCore.Tests.Topics;

/// <summary>Section 14.6: a place says where each topic stands, so that a lost session is no loss.</summary>
public sealed class TopicPlaceTests
{
    private const string Lines = "application/x-ndjson";

    [Fact]
    public async Task WhileTheSessionLives_APlaceGoesOnInIt()
    {
        await using var edge = await TopicEdge.StartAsync();
        var place = await ReadAsync(edge, "?topic=news", "1", "2");
        await edge.PublishAsync("news", "3");

        await using var lines = await edge.HoldAsync(Lines, $"?topic=news&after={place}");

        var open = (await lines.LineAsync())!.Value;
        Assert.False(open.GetProperty("open").TryGetProperty("session", out _));
        Assert.Equal(place.Split('.')[4], open.Place().Split('.')[4]);
        var message = (await lines.LineAsync())!.Value;
        Assert.Equal(("3", 3), (message.GetProperty("text").GetString(), message.GetProperty("position").GetInt32()));
        Assert.Equal(1, edge.Sessions.Count);
    }

    [Theory]
    [InlineData("?topic=news&topic=chat:1")]
    [InlineData("?topic=chat:1&topic=news&last=5")]
    public async Task WhereTheSessionIsGone_ANewOneGoesOnFromThePositions(string query)
    {
        await using var edge = await TopicEdge.StartAsync();
        await edge.PublishAsync("chat:1", "old");
        var place = await ReadAsync(edge, query, "1", "2");
        Expire(edge);
        await edge.PublishAsync("news", "3", "4");
        await edge.PublishAsync("chat:1", "new");

        await using var lines = await edge.HoldAsync(Lines, $"{query}&after={place}");

        Assert.True((await lines.LineAsync())!.Value.GetProperty("open").TryGetProperty("session", out _));
        var read = await ReadAsync(lines, 5);
        Assert.Equal(["3", "4", "new"], read.Where(IsMessage).Select(line => line.GetProperty("text").GetString()).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(read, line => line.TryGetProperty("gap", out _));
        await edge.PublishAsync("news", "5");
        Assert.Equal((5, "5"), await MessageAsync(lines));
    }

    [Fact]
    public async Task WhatTheHistoryDoesNotHaveAnyMore_IsAGap()
    {
        await using var edge = await TopicEdge.StartAsync();
        var place = await ReadAsync(edge, "?topic=short", "1");
        Expire(edge);
        await edge.PublishAsync("short", "2", "3", "4", "5");

        await using var lines = await edge.HoldAsync(Lines, $"?topic=short&after={place}");
        await lines.LineAsync();

        var subscribed = (await lines.LineAsync())!.Value.GetProperty("event").GetProperty("subscribed");
        Assert.Equal((3, false), (subscribed.GetProperty("position").GetInt32(), subscribed.TryGetProperty("gap", out _)));
        Assert.Equal("""{"topic":"short","why":"evicted","from":2,"to":3}""", (await lines.LineAsync())?.GetProperty("gap").GetRawText());
        Assert.Equal((4, "4"), await MessageAsync(lines));
        Assert.Equal((5, "5"), await MessageAsync(lines));
    }

    [Fact]
    public async Task AnotherProcess_CountsAnew()
    {
        string place;
        await using (var edge = await TopicEdge.StartAsync())
        {
            place = await ReadAsync(edge, "?topic=news", "1", "2");
        }

        await using var other = await TopicEdge.StartAsync();
        await other.PublishAsync("news", "again 1", "again 2", "again 3");
        await using var lines = await other.HoldAsync(Lines, $"?topic=news&after={place}");
        await lines.LineAsync();
        await lines.LineAsync();

        Assert.Equal("""{"topic":"news","why":"epoch"}""", (await lines.LineAsync())?.GetProperty("gap").GetRawText());
        Assert.Equal((1, "again 1"), await MessageAsync(lines));
        Assert.Equal((2, "again 2"), await MessageAsync(lines));
        Assert.Equal((3, "again 3"), await MessageAsync(lines));
    }

    [Fact]
    public async Task AnEventSource_GoesOnByItself()
    {
        string place;
        await using (var edge = await TopicEdge.StartAsync())
        {
            await using var events = await edge.HoldAsync("text/event-stream", "?topic=news");
            await edge.PublishAsync("news", "1");
            SseEvent? read;
            do
            {
                read = (await events.EventAsync())!;
            }
            while (read.Type != "message");
            place = read.LastEventId;
        }

        await using var other = await TopicEdge.StartAsync();
        await using var resumed = await other.HoldAsync("text/event-stream", "?topic=news", ("Last-Event-ID", place));

        Assert.Equal("session", (await resumed.EventAsync())?.Type);
        Assert.Equal("topic", (await resumed.EventAsync())?.Type);
        var gap = (await resumed.EventAsync())!;
        Assert.Equal(("gap", """{"topic":"news","why":"epoch"}"""), (gap.Type, gap.Data));
    }

    [Theory]
    [InlineData("?topic=news&topic=chat:1", "")]
    [InlineData("?topic=chat:1", "")]
    [InlineData("?topic=news", "AAAA")]
    [InlineData("?topic=news", "!")]
    [InlineData("?topic=news", "cut")]
    public async Task PositionsThatDoNotFit_AreAGapOfEachTopic(string query, string change)
    {
        await using var edge = await TopicEdge.StartAsync();
        var place = await ReadAsync(edge, "?topic=news", "1", "2");
        Expire(edge);
        await edge.PublishAsync("news", "3");

        await using var lines = await edge.HoldAsync(Lines, $"{query}&after={(change == "cut" ? place[..place.LastIndexOf('.')] : place + change)}");
        await lines.LineAsync();

        var topics = System.Web.HttpUtility.ParseQueryString(query).GetValues("topic")!;
        var read = await ReadAsync(lines, 2 * topics.Length);
        Assert.Equal(topics.Select(topic => $$"""{"topic":"{{topic}}","why":"unknown"}"""), read.Where(line => line.TryGetProperty("gap", out _)).Select(line => line.GetProperty("gap").GetRawText()));
        await edge.PublishAsync(topics[0], "from now on");
        Assert.Equal("from now on", (await MessageAsync(lines)).Text);
    }

    [Fact]
    public async Task APositionOfTheFuture_IsAGapAndGoesOnFromNow()
    {
        await using var edge = await TopicEdge.StartAsync();
        var place = await ReadAsync(edge, "?topic=news", "1", "2");
        Expire(edge);
        var stands = TopicStands.Parse(place.Split('.')[4], ["news"])!;
        stands.Move("news", 9_007_199_254_740_991);

        await using var lines = await edge.HoldAsync(Lines, $"?topic=news&after={place[..place.LastIndexOf('.')]}{stands}");
        await lines.LineAsync();
        await lines.LineAsync();

        Assert.Equal("""{"topic":"news","why":"ahead"}""", (await lines.LineAsync())?.GetProperty("gap").GetRawText());
        await edge.PublishAsync("news", "3");
        Assert.Equal((3, "3"), await MessageAsync(lines));
    }

    [Fact]
    public async Task WhoMayNotReadOfBefore_GoesOnFromNowAndIsToldSo()
    {
        await using var edge = await TopicEdge.StartAsync();
        var place = await ReadAsync(edge, "?topic=live", "1");
        Expire(edge);
        await edge.PublishAsync("live", "2");

        await using var lines = await edge.HoldAsync(Lines, $"?topic=live&after={place}");
        await lines.LineAsync();
        await lines.LineAsync();

        Assert.Equal("""{"topic":"live","why":"unknown","from":2,"to":2}""", (await lines.LineAsync())?.GetProperty("gap").GetRawText());
        await edge.PublishAsync("live", "3");
        Assert.Equal((3, "3"), await MessageAsync(lines));
    }

    [Fact]
    public async Task AForgedPlace_GivesNoMoreThanTheRulesDo()
    {
        await using var edge = await TopicEdge.StartAsync();
        await edge.PublishAsync("secret", "not for you");
        var place = await ReadAsync(edge, "?topic=news", "1");
        var forged = place[..place.LastIndexOf('.')] + TopicStands.Of(["secret"], TopicStands.Parse(place.Split('.')[4], ["news"])!.Epoch, [0]);
        Assert.Empty((await edge.GetAsync($"?topic=secret&after={forged}&wait=0")).Json.GetProperty("messages").EnumerateArray());
        await edge.WhenLoggedAsync(1004, log => $"{log["Transport"]}" == "shortpoll");
        Expire(edge);

        (await edge.GetAsync($"?topic=secret&after={forged}")).IsProblem(403, "topic-forbidden", "stop");
        Assert.Equal(0, edge.Sessions.Count);
    }

    [Fact]
    public async Task WithoutTopics_AGoneSessionIsUnknownAsEver()
    {
        await using var edge = await TopicEdge.StartAsync();
        var place = await ReadAsync(edge, "?topic=news", "1");
        Expire(edge);

        (await edge.GetAsync($"?after={place}")).IsProblem(404, "session-unknown", "renegotiate");
    }

    [Fact]
    public async Task AKickedSession_DoesNotComeBack()
    {
        await using var edge = await TopicEdge.StartAsync();
        var place = await ReadAsync(edge, "?topic=news", "1");
        edge.Sessions.Kick(edge.SessionOf(place).Id);

        (await edge.GetAsync($"?topic=news&after={place}")).IsProblem(400, "kicked", "stop");
    }

    /// <summary>The place after the last of the texts was read; the connection is gone then.</summary>
    private static async Task<string> ReadAsync(Edge edge, string query, params string[] texts)
    {
        var place = "";
        await using (var lines = await edge.HoldAsync(Lines, query))
        {
            place = await ReadAsync(edge, lines, query, texts);
        }

        await edge.WhenLoggedAsync(1004);
        return place;
    }

    private static async Task<string> ReadAsync(Edge edge, HeldAnswer lines, string query, string[] texts)
    {
        await lines.LineAsync();
        var topics = System.Web.HttpUtility.ParseQueryString(query).GetValues("topic")!;
        await ReadAsync(lines, topics.Length);
        await edge.PublishAsync(topics.Contains("news") ? "news" : topics[0], texts);
        var place = "";
        while (texts.Length > 0)
        {
            var line = (await lines.LineAsync())!.Value;
            place = line.Place();
            if (IsMessage(line) && line.GetProperty("text").GetString() == texts[^1])
            {
                break;
            }
        }

        return place;
    }

    private static async Task<List<JsonElement>> ReadAsync(HeldAnswer lines, int count)
    {
        var read = new List<JsonElement>();
        while (read.Count < count)
        {
            read.Add((await lines.LineAsync())!.Value);
        }

        return read;
    }

    private static async Task<(int Position, string Text)> MessageAsync(HeldAnswer lines)
    {
        var line = (await lines.LineAsync())!.Value;
        return (line.GetProperty("position").GetInt32(), line.GetProperty("text").GetString()!);
    }

    private static void Expire(Edge edge)
    {
        edge.Time.Advance(TimeSpan.FromSeconds(121));
        edge.Host.Services.GetRequiredService<SessionRegistry>().Sweep();
        Assert.Equal(0, edge.Sessions.Count);
    }

    private static bool IsMessage(JsonElement line) => line.TryGetProperty("text", out _);
}
