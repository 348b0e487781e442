namespace MultiTransport.AspNetCore.Tests.Transports.Streaming;

/// <summary>Section 8.3.</summary>
public sealed class JsonLinesTests
{
    private const string Accept = "application/x-ndjson";

    [Fact]
    public async Task Lines_TellOpenMessagesAndTheEnd()
    {
        await using var edge = await Edge.StartAsync();
        await using var lines = await edge.HoldAsync(Accept);
        var open = (await lines.LineAsync())!.Value;
        var credential = open.GetProperty("open").GetProperty("session").GetString()!;
        Assert.Equal(credential, lines.Response.Head["MultiTransport-Session"]);
        var header = ("MultiTransport-Session", credential);

        await edge.PostAsync("", "two\nlines", header);
        await edge.PostAsync("", [1, 2, 3], header, ("Content-Type", "application/octet-stream"));
        await edge.PostAsync("", "bye", header);

        var place = open.GetProperty("id").GetString()![..^1];
        Assert.Equal($$"""{"number":1,"text":"two\nlines","id":"{{place}}1"}""", (await lines.LineAsync())?.GetRawText());
        Assert.Equal($$"""{"number":2,"binary":"AQID","id":"{{place}}2"}""", (await lines.LineAsync())?.GetRawText());
        var end = (await lines.LineAsync())!.Value.GetProperty("end");
        Assert.Equal(("closed", "stop"), (end.GetProperty("code").GetString(), end.GetProperty("action").GetString()));
        Assert.Null(await lines.LineAsync());
        Assert.True(lines.Response.Complete);
    }

    [Fact]
    public async Task SecondReader_EndsTheFirstWithResume()
    {
        await using var edge = await Edge.StartAsync();
        await using var first = await edge.HoldAsync(Accept);
        var place = (await first.LineAsync())!.Value.GetProperty("id").GetString();

        await using var second = await edge.HoldAsync(Accept, $"?after={place}");

        Assert.Equal("""{"end":{"code":"superseded","action":"resume"}}""", (await first.LineAsync())?.GetRawText());
        Assert.False((await second.LineAsync())!.Value.GetProperty("open").TryGetProperty("session", out _));
    }

    [Fact]
    public async Task Silence_IsBrokenByABeat()
    {
        await using var edge = await Edge.StartAsync();
        await using var lines = await edge.HoldAsync(Accept);
        await lines.LineAsync();

        edge.Time.Advance(TimeSpan.FromSeconds(15.25));

        Assert.Equal("""{"beat":true}""", (await lines.LineAsync())?.GetRawText());
    }

    [Fact]
    public async Task Gap_IsALine()
    {
        await using var edge = await Edge.StartAsync(options => options.LogMessages = 2);
        var native = await edge.OpenNativeAsync();
        foreach (var text in new[] { "1", "2", "3" })
        {
            await edge.PostAsync("", text, native.Header);
        }

        await using var lines = await edge.HoldAsync(Accept, $"?after={native.Place}");

        await lines.LineAsync();
        Assert.Equal("""{"from":1,"to":1}""", (await lines.LineAsync())?.GetProperty("gap").GetRawText());
        Assert.Equal(2, (await lines.LineAsync())?.GetProperty("number").GetInt32());
    }
}
