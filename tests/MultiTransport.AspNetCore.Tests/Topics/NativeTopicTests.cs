using System.Text.Json;

namespace MultiTransport.AspNetCore.Tests.Topics;

/// <summary>Section 14.6: topic messages and events in each native format.</summary>
public sealed class NativeTopicTests
{
    private const string Events = "text/event-stream";
    private const string Lines = "application/x-ndjson";

    [Fact]
    public async Task Events_OfOneTopic_AreLikeAnyOthers()
    {
        await using var edge = await TopicEdge.StartAsync();
        await using var events = await edge.HoldAsync(Events, "?topic=news");
        Assert.Equal("session", (await events.EventAsync())?.Type);
        var subscribed = (await events.EventAsync())!;
        Assert.Equal("topic", subscribed.Type);
        Assert.Equal(("news", 0L), Subscribed(JsonDocument.Parse(subscribed.Data).RootElement));

        await edge.PublishAsync("news", "two\nlines");
        await edge.PublishAsync("news", Message.FromBinary(new byte[] { 1, 2, 3 }));

        Assert.Equal(("message", "two\nlines"), await EventAsync(events));
        Assert.Equal(("binary", "AQID"), await EventAsync(events));
    }

    [Fact]
    public async Task Events_OfSeveralTopics_BearTheirNames()
    {
        await using var edge = await TopicEdge.StartAsync();
        await using var events = await edge.HoldAsync(Events, $"?topic=news&topic={Uri.EscapeDataString("chat:ü 😀")}");
        await PassAsync(events, 3);

        await edge.PublishAsync("chat:ü 😀", "a");
        await edge.PublishAsync("news", Message.FromBinary(new byte[] { 1, 2, 3 }));

        Assert.Equal(("topic:chat:ü 😀", "a"), await EventAsync(events));
        Assert.Equal(("topic:news", "AQID"), await EventAsync(events));
    }

    [Fact]
    public async Task Lines_TellTopicPositionKeyAndPublisher()
    {
        await using var edge = await TopicEdge.StartAsync();
        await edge.PublishAsync("news", "before");
        await using var lines = await edge.HoldAsync(Lines, "?topic=news");
        await lines.LineAsync();
        Assert.Equal(("news", 1L), Subscribed((await lines.LineAsync())!.Value.GetProperty("event")));

        await edge.PublishAsync("news", Message.FromText("Hü"), new TopicPublish { Key = "row 7", Publisher = "ada" });
        await edge.PublishAsync("news", Message.FromBinary(new byte[] { 1, 2, 3 }));

        var line = (await lines.LineAsync())!.Value;
        Assert.Equal(
            $$"""{"number":2,"topic":"news","position":2,"key":"row 7","publisher":"ada","text":"Hü","id":"{{line.Place()}}"}""", line.GetRawText());
        Assert.StartsWith("""{"number":3,"topic":"news","position":3,"binary":"AQID","id":""", (await lines.LineAsync())?.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poll_TellsMessagesInTheirOrderAndRepeatsTheTopics()
    {
        await using var edge = await TopicEdge.StartAsync();
        await edge.PublishAsync("news", "1", "2", "3");

        var first = await edge.GetAsync("?wait=0&topic=news&topic=chat%3A%C3%BC%26a&last=2");
        var next = first.Json.GetProperty("next").GetString()!;
        Assert.EndsWith("&wait=0&topic=news&topic=chat%3A%C3%BC%26a", next, StringComparison.Ordinal);
        Assert.Equal($"<{next}>; rel=\"next\"", first.Head["Link"]);
        var session = first.Json.GetProperty("session").GetString()!;

        List<JsonElement> messages = [.. first.Json.GetProperty("messages").EnumerateArray()];
        while (messages.Count < 4)
        {
            var answer = await Answer.OfAsync(edge.Host.Address(next.Replace("wait=0", "wait=5", StringComparison.Ordinal)), "GET", null);
            Assert.Equal(200, answer.Status);
            next = answer.Json.GetProperty("next").GetString()!;
            messages.AddRange(answer.Json.GetProperty("messages").EnumerateArray());
        }

        Assert.Equal([1L, 2L, 3L, 4L], messages.Select(message => message.GetProperty("number").GetInt64()));
        Assert.Equal(["news", "chat:ü&a"], messages.Where(message => message.TryGetProperty("event", out _)).Select(message => Subscribed(message.GetProperty("event")).Topic));
        Assert.Equal([("2", 2L), ("3", 3L)], messages.Where(message => message.TryGetProperty("text", out _))
            .Select(message => (message.GetProperty("text").GetString(), message.GetProperty("position").GetInt64())));
        Assert.Equal(["chat:ü&a", "news"], edge.Host.Services.GetRequiredService<ITopics>().OfSession(edge.SessionOf(session)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task BareWebSocket_GetsBodiesAndNothingElse()
    {
        await using var edge = await TopicEdge.StartAsync(options => options.MaxMessageBytes = 128 * 1024, topics => topics.Rules[0].MaxMessageBytes = 100_000);
        await edge.PublishAsync("news", "before");
        await using var socket = await edge.SocketAsync("?topic=news&topic=chat:1&last=1");

        await edge.PublishAsync("chat:1", Message.FromBinary(new byte[] { 1, 2, 3 }), new TopicPublish { Key = "k" });
        await edge.PublishAsync("news", new string('ü', 50_000));

        var first = (await socket.ReadMessageAsync().WithTimeout())!;
        var second = (await socket.ReadMessageAsync().WithTimeout())!;
        var both = new[] { first, second }.OrderBy(message => message.Payload.Length).ToArray();
        Assert.Equal((RawWebSocketOpcode.Binary, 3), (both[0].Opcode, both[0].Payload.Length));
        Assert.Equal((RawWebSocketOpcode.Text, "before"), (both[1].Opcode, both[1].Text));
        Assert.Equal((RawWebSocketOpcode.Text, new string('ü', 50_000)), await TextAsync(socket));
    }

    [Fact]
    public async Task BareWebSocket_ThatIsBehindTheHistory_IsClosedWith1013()
    {
        await using var edge = await TopicEdge.StartAsync(options => options.LogMessages = 4);
        await using var socket = await edge.SocketAsync("?topic=short");
        var session = edge.SessionOf(socket.Handshake.Head["MultiTransport-Session"]!);

        await session.SendAsync(new SharedMessage(
            MultiTransport.Protocol.FrameType.TopicEvent, default, """{"gap":{"topic":"short","why":"evicted","from":1,"to":2}}"""u8, "short"));

        Assert.Equal((RawWebSocketOpcode.Close, 1013), await ClosedAsync(socket));
    }

    [Fact]
    public async Task Unsubscribed_IsAnEvent()
    {
        await using var edge = await TopicEdge.StartAsync();
        await using var lines = await edge.HoldAsync(Lines, "?topic=news");
        var session = edge.SessionOf((await lines.LineAsync())!.Value.GetProperty("open").GetProperty("session").GetString()!);
        await lines.LineAsync();

        edge.Host.Services.GetRequiredService<ITopics>().Unsubscribe(session, "news");

        Assert.Equal("""{"unsubscribed":{"topic":"news","code":"closed"}}""", (await lines.LineAsync())?.GetProperty("event").GetRawText());
    }

    [Fact]
    public async Task AnEndpointThatDoesNotSpeakTopics_LeavesTheQueryToTheApplication()
    {
        await using var edge = await TopicEdge.StartAsync(options => options.Topics = false);

        var answer = await edge.GetAsync("?wait=0&topic=*&last=x");

        Assert.Equal(200, answer.Status);
        Assert.EndsWith(".0&wait=0", answer.Json.GetProperty("next").GetString(), StringComparison.Ordinal);
    }

    private static async Task<(string, string)> EventAsync(HeldAnswer events)
    {
        var read = await events.EventAsync();
        return (read!.Type, read.Data);
    }

    private static async Task<(RawWebSocketOpcode, string)> TextAsync(RawWebSocket socket)
    {
        var message = (await socket.ReadMessageAsync().WithTimeout())!;
        return (message.Opcode, message.Text);
    }

    private static async Task<(RawWebSocketOpcode, int)> ClosedAsync(RawWebSocket socket)
    {
        var frame = (await socket.ReadFrameAsync().WithTimeout())!;
        return (frame.Opcode, frame.CloseCode);
    }

    private static async Task PassAsync(HeldAnswer events, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await events.EventAsync();
        }
    }

    private static (string Topic, long Position) Subscribed(JsonElement told)
    {
        var subscribed = told.GetProperty("subscribed");
        return (subscribed.GetProperty("topic").GetString()!, subscribed.GetProperty("position").GetInt64());
    }
}
