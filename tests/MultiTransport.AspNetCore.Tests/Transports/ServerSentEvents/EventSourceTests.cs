namespace MultiTransport.AspNetCore.Tests.Transports.ServerSentEvents;

/// <summary>Section 8.2: everything that an EventSource survives is a 200.</summary>
public sealed class EventSourceTests
{
    private const string Accept = "text/event-stream";

    [Fact]
    public async Task Open_TellsTheSessionAndAPlace()
    {
        await using var edge = await Edge.StartAsync();
        await using var events = await edge.HoldAsync(Accept);

        var open = await events.EventAsync();

        Assert.Equal("session", open?.Type);
        Assert.Equal($$"""{"session":"{{events.Response.Head["MultiTransport-Session"]}}","number":0}""", open?.Data);
        Assert.Matches("^v1\\..{22}\\..{22}\\.0$", open?.LastEventId);
        Assert.InRange(events.Events.Retry!.Value.TotalMilliseconds, 1000, 5000);
    }

    [Fact]
    public async Task Messages_HaveTheirPlaces()
    {
        await using var edge = await Edge.StartAsync();
        await using var events = await edge.HoldAsync(Accept);
        var open = await events.EventAsync();
        var header = ("MultiTransport-Session", events.Response.Head["MultiTransport-Session"]!);

        await edge.PostAsync("", "two\r\nlines\rand one", header);
        await edge.PostAsync("", [1, 2, 3], header, ("Content-Type", "application/octet-stream"));

        var place = open!.LastEventId[..^1];
        Assert.Equal(new SseEvent("message", "two\nlines\nand one", $"{place}1"), await events.EventAsync());
        Assert.Equal(new SseEvent("binary", "AQID", $"{place}2"), await events.EventAsync());
    }

    [Fact]
    public async Task Resume_ByLastEventId_GoesOnAfterThePlaceWithoutTheSession()
    {
        await using var edge = await Edge.StartAsync();
        string place;
        (string, string) header;
        await using (var events = await edge.HoldAsync(Accept))
        {
            await events.EventAsync();
            header = ("MultiTransport-Session", events.Response.Head["MultiTransport-Session"]!);
            await edge.PostAsync("", "1", header);
            place = (await events.EventAsync())!.LastEventId;
        }

        await edge.PostAsync("", "2", header);
        await using var resumed = await edge.HoldAsync(Accept, "", ("Last-Event-ID", place));

        Assert.Equal("""{"number":1}""", (await resumed.EventAsync())?.Data);
        Assert.Equal("2", (await resumed.EventAsync())?.Data);
        Assert.Null(resumed.Response.Head["MultiTransport-Session"]);
    }

    [Theory]
    [InlineData("nonsense", "place-malformed")]
    [InlineData("v1.AQAAAGJ6b2xkb2lkb2ZkdQ.pVqv0pVY2n0o5b2aXr0mHw.1", "session-unknown")]
    public async Task Resume_AtAPlaceThatIsNoGood_RenegotiatesWithAnEmptyId(string place, string code)
    {
        await using var edge = await Edge.StartAsync();

        await RenegotiatesAsync(edge, place, code);
    }

    [Fact]
    public async Task Resume_AtASupersededPlace_RenegotiatesWithAnEmptyId()
    {
        await using var edge = await Edge.StartAsync();
        var native = await edge.OpenNativeAsync();

        await RenegotiatesAsync(edge, $"v1.{native.Id}.pVqv0pVY2n0o5b2aXr0mHw.0", "place-superseded");
    }

    [Fact]
    public async Task Close_ByTheApplication_IsAnEventAndThen204()
    {
        await using var edge = await Edge.StartAsync();
        await using var events = await edge.HoldAsync(Accept);
        await events.EventAsync();

        await edge.PostAsync("", "bye", ("MultiTransport-Session", events.Response.Head["MultiTransport-Session"]!));

        var close = await events.EventAsync();
        Assert.Equal(("close", """{"code":"closed","reason":"bye"}"""), (close?.Type, close?.Data));
        Assert.Null(await events.EventAsync());
        Assert.True(events.Response.Complete);
        Assert.Equal(204, (await edge.GetAsync("", ("Accept", Accept), ("Last-Event-ID", close!.LastEventId))).Status);
    }

    [Fact]
    public async Task CloseReason_WithQuotesAndLines_StaysOneEvent()
    {
        await using var edge = await Edge.StartAsync();
        await using var events = await edge.HoldAsync(Accept);
        var open = await events.EventAsync();

        edge.Sessions.Kick(SessionOf(open), "\"}\n\nevent: evil\ndata: x\n\n");

        var close = await events.EventAsync();
        Assert.Equal("close", close?.Type);
        Assert.Equal("\"}\n\nevent: evil\ndata: x\n\n", System.Text.Json.JsonDocument.Parse(close!.Data).RootElement.GetProperty("reason").GetString());
        Assert.Null(await events.EventAsync());
    }

    [Fact]
    public async Task Silence_IsBrokenByACommentAfter15Seconds()
    {
        await using var edge = await Edge.StartAsync();
        await using var events = await edge.HoldAsync(Accept);
        var open = await events.EventAsync();

        edge.Time.Advance(TimeSpan.FromSeconds(15.25));
        edge.Sessions.Kick(SessionOf(open));
        await events.EventAsync();

        Assert.Equal(1, events.Events.Comments);
    }

    [Fact]
    public async Task Gap_IsAnEventOfItsOwn()
    {
        await using var edge = await Edge.StartAsync(options => options.LogMessages = 2);
        var native = await edge.OpenNativeAsync();
        foreach (var text in new[] { "1", "2", "3", "4" })
        {
            await edge.PostAsync("", text, native.Header);
        }

        await using var events = await edge.HoldAsync(Accept, "", ("Last-Event-ID", native.Place));

        await events.EventAsync();
        var gap = await events.EventAsync();
        Assert.Equal(("gap", """{"from":1,"to":2}"""), (gap?.Type, gap?.Data));
        Assert.EndsWith(".2", gap?.LastEventId, StringComparison.Ordinal);
        Assert.Equal("3", (await events.EventAsync())?.Data);
    }

    private static MultiTransport.Protocol.SessionId SessionOf(SseEvent? open)
    {
        Assert.True(MultiTransport.Protocol.SessionId.TryParse(open!.LastEventId.Split('.')[1], out var id));
        return id;
    }

    private static async Task RenegotiatesAsync(Edge edge, string place, string code)
    {
        await using var events = await edge.HoldAsync(Accept, "", ("Last-Event-ID", place));

        var renegotiate = await events.EventAsync();

        Assert.Equal(new SseEvent("renegotiate", $$"""{"code":"{{code}}"}""", ""), renegotiate);
        Assert.InRange(events.Events.Retry!.Value.TotalMilliseconds, 1000, 5000);
        Assert.Null(await events.EventAsync());
        Assert.Equal((200, true), (events.Status, events.Response.Complete));
    }
}
