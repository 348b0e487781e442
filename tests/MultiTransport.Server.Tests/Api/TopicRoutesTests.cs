using Microsoft.Extensions.DependencyInjection;

namespace MultiTransport.Server.Tests.Api;

public sealed class TopicRoutesTests
{
    [Fact]
    public async Task Topics_InPages_AreThoseOfThePrefixThatTheKeyMaySee()
    {
        await using var host = await ApiHost.StartAsync(("Api:Keys:0:Topics:0", "open:a*"), ("Api:Keys:0:May:0", "read"));
        foreach (var topic in (string[])["open:a1", "open:a2", "open:a3", "open:b1", "open:ax"])
        {
            await host.Topics.PublishAsync(topic, Message.FromText("x"));
        }

        var first = (await host.GetAsync("/api/topics?prefix=open:&limit=2")).IsOk();
        var second = (await host.GetAsync($"/api/topics?prefix=open:&limit=2&after={first["next"]}")).IsOk();

        Assert.Equal(["open:a1", "open:a2"], Names(first));
        Assert.Equal(["open:a3", "open:ax"], Names(second));
        Assert.False(second.Json.TryGetProperty("next", out _));
        Assert.Equal(["open:a2"], Names((await host.GetAsync("/api/topics?prefix=open:a2")).IsOk()));
        var row = first["topics"][0];
        Assert.Equal((0, 1, 1, 1), (row.GetProperty("subscribers").GetInt32(), row.GetProperty("position").GetInt32(), row.GetProperty("historyMessages").GetInt32(), row.GetProperty("historyBytes").GetInt32()));
    }

    [Theory]
    [InlineData("open:a", "open%3Aa")]
    [InlineData("open:a/b", "open:a%2Fb")]
    [InlineData("open:a%2Fb", "open:a%252Fb")]
    [InlineData("open:größe é", "open:gr%C3%B6%C3%9Fe%20%C3%A9")]
    [InlineData("open:a?b#c+d", "open:a%3Fb%23c+d")]
    public async Task History_OfAnyName_IsFoundByItsEncodedOne(string topic, string encoded)
    {
        await using var host = await ApiHost.StartAsync();
        await host.Topics.PublishAsync(topic, Message.FromText("Hi"));

        var page = (await host.GetAsync($"/api/topics/{encoded}/history?limit=1")).IsOk();

        Assert.Equal("Hi", page["messages"][0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task History_SinceBeforeAndNewest_ReadsThatPiece()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 1; i <= 10; i++)
        {
            await host.Topics.PublishAsync("open:a", i == 10 ? Message.FromBinary(new byte[] { 1, 2 }) : Message.FromText($"{i}"), new TopicPublish { Key = "k", Publisher = "ann" });
        }

        var newest = (await host.GetAsync("/api/topics/open:a/history?limit=3")).IsOk();
        var since = (await host.GetAsync($"/api/topics/open:a/history?since=2&limit=2&epoch={newest["epoch"]}")).IsOk();
        var before = (await host.GetAsync("/api/topics/open:a/history?before=3")).IsOk();

        Assert.Equal([8, 9, 10], Positions(newest));
        Assert.Equal((true, 1, 10), (newest["more"].GetBoolean(), newest["first"].GetInt32(), newest["last"].GetInt32()));
        Assert.Equal([3, 4], Positions(since));
        Assert.Equal([1, 2], Positions(before));
        Assert.False(before["more"].GetBoolean());
        var binary = newest["messages"][2];
        Assert.Equal(("AQI=", "k", "ann"), (binary.GetProperty("binary").GetString(), binary.GetProperty("key").GetString(), binary.GetProperty("publisher").GetString()));
        Assert.False(binary.TryGetProperty("text", out _));
        Assert.InRange(DateTimeOffset.FromUnixTimeMilliseconds(binary.GetProperty("time").GetInt64()), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task Presence_OfATopic_TellsWhoIsThere()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.True(Protocol.SessionId.TryParse(await host.OpenAsync(), out var id));
        await host.Topics.SubscribeAsync(host.Sessions.Find(id)!, "open:a");

        var presence = (await host.GetAsync("/api/topics/open:a/presence")).IsOk();
        var empty = (await host.GetAsync("/api/topics/open:b/presence")).IsOk();

        Assert.Equal((1, 0, false), (presence["anonymous"].GetInt32(), presence["users"].GetArrayLength(), presence["more"].GetBoolean()));
        Assert.Equal(0, empty["anonymous"].GetInt32());
    }

    [Theory]
    [InlineData("/api/topics?limit=0", "query-malformed", "limit is '0'; accepted is a whole number, 1 to 1000")]
    [InlineData("/api/topics?limit=many", "query-malformed", "'many'")]
    [InlineData("/api/topics?limit=1&limit=2", "query-malformed", "2 times")]
    [InlineData("/api/topics?perfix=a", "query-malformed", "'perfix'; there are prefix, after, limit")]
    [InlineData("/api/topics/open:a/history?limit=1001", "query-malformed", "1 to 1000")]
    [InlineData("/api/topics/open:a/history?since=-1", "query-malformed", "since is '-1'")]
    [InlineData("/api/topics/open:a/history?since=9007199254740992", "query-malformed", "since")]
    [InlineData("/api/topics/open:a/history?since=1&before=2", "query-malformed", "since and before")]
    [InlineData("/api/topics/open:a/history?epoch=x", "query-malformed", "without since")]
    [InlineData("/api/topics/open:a/presence?limit=1", "query-malformed", "there are none")]
    [InlineData("/api/topics/open:%00/history", "topic-malformed", "'open:%00'")]
    [InlineData("/api/topics/open:%2A/history", "topic-malformed", "'open:*'")]
    [InlineData("/api/topics/%20/presence", "topic-malformed", "' '")]
    public async Task Reading_OfWhatCannotBe_IsRefused(string path, string code, string told)
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.GetAsync(path);
        if (path.Contains("%00", StringComparison.Ordinal))
        {
            Assert.Equal(400, answer.Status); // the server's own refusal: no path may have a null in it
            return;
        }

        answer.IsProblem(400, code, told);
    }

    [Theory]
    [InlineData("history")]
    [InlineData("presence")]
    public async Task Reading_OfAnUnknownOrForbiddenTopic_IsRefused(string what)
    {
        await using var host = await ApiHost.StartAsync(("Api:Keys:0:Topics:0", "open:a"), ("Api:Keys:0:Topics:1", "closed"));

        (await host.GetAsync($"/api/topics/closed/{what}")).IsProblem(404, "topic-unknown", "'closed'");
        (await host.GetAsync($"/api/topics/open:b/{what}")).IsProblem(403, "topic-forbidden", "'open:b'");
        (await host.GetAsync($"/api/topics/secret/{what}")).IsProblem(403, "topic-forbidden");
    }

    [Fact]
    public async Task History_WhenTheStoreDoesNotAnswer_IsUnavailable()
    {
        var history = new FlakyHistory { IsBroken = true };
        await using var host = await ApiHost.StartAsync(builder => builder.Services.AddSingleton<ITopicHistory>(history));

        Assert.NotNull((await host.GetAsync("/api/topics/open:a/history")).IsProblem(503, "history-unavailable").Headers.RetryAfter);
    }

    private static IEnumerable<string?> Names(ApiReply reply) => reply["topics"].EnumerateArray().Select(topic => topic.GetProperty("topic").GetString());

    private static IEnumerable<int> Positions(ApiReply reply) => reply["messages"].EnumerateArray().Select(message => message.GetProperty("position").GetInt32());
}
