using System.Text.Json;

namespace MultiTransport.AspNetCore.Tests.Topics;

/// <summary>Section 14.6: which topics a native request may name.</summary>
public sealed class TopicWishTests
{
    public static TheoryData<string, int, string> Refused => new()
    {
        { "?topic=", 400, "topic-malformed" },
        { "?topic", 400, "topic-malformed" },
        { "?topic=*", 400, "topic-malformed" },
        { "?topic=chat:*", 400, "topic-malformed" },
        { "?topic=news&topic=%20news", 400, "topic-malformed" },
        { "?topic=news%20", 400, "topic-malformed" },
        { "?topic=a%0Ab", 400, "topic-malformed" },
        { "?topic=a%00b", 400, "topic-malformed" },
        { "?topic=a%E2%80%A8b", 400, "topic-malformed" },
        { "?topic=%C2%85", 400, "topic-malformed" },
        { $"?topic=chat:{new string('n', 251)}", 400, "topic-malformed" },
        { $"?topic={new string('n', 3_000)}", 400, "topic-malformed" },
        { "?topic=news&last=1001", 400, "last-malformed" },
        { "?topic=news&last=-1", 400, "last-malformed" },
        { "?topic=news&last=1.5", 400, "last-malformed" },
        { "?topic=news&last=all", 400, "last-malformed" },
        { "?topic=news&last=1&last=2", 400, "last-malformed" },
        { "?topic=news&last=99999999999999999999", 400, "last-malformed" },
        { "?topic=News", 404, "topic-unknown" },
        { "?topic=new", 404, "topic-unknown" },
        { "?topic=%FF", 404, "topic-unknown" },
        { "?topic=news&topic=nothing", 404, "topic-unknown" },
        { "?topic=secret", 403, "topic-forbidden" },
        { "?topic=news&topic=secret", 403, "topic-forbidden" },
        { "?topic=members", 403, "topic-forbidden" },
        { "?topic=news&topic=members", 403, "topic-forbidden" },
        { "?topic=live&last=1", 403, "topic-forbidden" },
        { "?topic=archive&last=1", 403, "topic-forbidden" },
        { $"?{string.Join('&', Enumerable.Range(0, 17).Select(i => $"topic=chat:{i}"))}", 400, "topics-too-many" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task ATopicThatCannotBeHad_RefusesTheRequestAndLeavesNoSession(string query, int status, string code)
    {
        await using var edge = await TopicEdge.StartAsync();

        (await edge.GetAsync(query)).IsProblem(status, code, "stop");
        var lines = await edge.GetAsync(query, ("Accept", "application/x-ndjson"));
        lines.IsProblem(status, code, "stop");
        await using var socket = await RawWebSocket.ConnectAsync(edge.Address(query), null).WithTimeout();

        Assert.Null(lines.Head["MultiTransport-Session"]);
        Assert.Equal((false, status), (socket.Accepted, socket.Handshake.StatusCode));
        Assert.Equal(0, edge.Sessions.Count);
        Assert.Empty(edge.Host.Services.GetRequiredService<ITopics>().List());
    }

    /// <summary>An EventSource gives up for good on anything but 200, and would not have been told why.</summary>
    [Theory]
    [MemberData(nameof(Refused))]
    public async Task AnEventSource_IsToldWhyAndStops(string query, int status, string code)
    {
        _ = status;
        await using var edge = await TopicEdge.StartAsync();
        await using var events = await edge.HoldAsync("text/event-stream", query);
        Assert.Equal(200, events.Status);

        var close = (await events.EventAsync())!;

        Assert.Equal("close", close.Type);
        var data = JsonDocument.Parse(close.Data).RootElement;
        Assert.Equal(code, data.GetProperty("code").GetString());
        Assert.False(string.IsNullOrWhiteSpace(data.GetProperty("reason").GetString()));
        Assert.Null(await events.EventAsync());
        Assert.Equal(204, (await edge.GetAsync(query, ("Accept", "text/event-stream"), ("Last-Event-ID", close.LastEventId))).Status);
        Assert.Equal(0, edge.Sessions.Count);
    }

    [Fact]
    public async Task SixteenTopics_AndOneTwice_AreHad()
    {
        await using var edge = await TopicEdge.StartAsync();
        var query = $"?wait=0&topic=chat:3&{string.Join('&', Enumerable.Range(0, 16).Select(i => $"topic=chat:{i}"))}";

        var answer = await edge.GetAsync(query);

        Assert.Equal(200, answer.Status);
        Assert.Equal(16, edge.Host.Services.GetRequiredService<ITopics>().OfSession(edge.SessionOf(answer.Json.GetProperty("session").GetString()!)).Count);
    }

    [Fact]
    public async Task APolicy_IsAskedForTheUser()
    {
        await using var edge = await TopicEdge.StartAsync();

        Assert.Equal(200, (await edge.GetAsync("?wait=0&topic=members&last=5", TestBearer.Header("ada"))).Status);
        Assert.Equal(200, (await edge.GetAsync("?wait=0&topic=archive&last=5", TestBearer.Header("ada"))).Status);
        Assert.Equal(200, (await edge.GetAsync("?wait=0&topic=archive")).Status);
        Assert.Equal(3, edge.Sessions.Count);
    }

    [Fact]
    public async Task WhereThereIsNoRoomForTheTopic_ItIs503()
    {
        await using var edge = await TopicEdge.StartAsync(topics: topics => topics.MaxTopics = 1);
        await using var lines = await edge.HoldAsync("application/x-ndjson", "?topic=news");
        await lines.LineAsync();

        (await edge.GetAsync("?topic=chat:1")).IsProblem(503, "topic-limit", "renegotiate");
        await using var events = await edge.HoldAsync("text/event-stream", "?topic=chat:1");

        Assert.Equal(("renegotiate", """{"code":"topic-limit"}"""), await TypeAndDataAsync(events));
        Assert.Equal(1, edge.Sessions.Count);
    }

    private static async Task<(string, string)> TypeAndDataAsync(HeldAnswer events)
    {
        var read = (await events.EventAsync())!;
        return (read.Type, read.Data);
    }
}
