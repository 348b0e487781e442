namespace MultiTransport.AspNetCore.Tests.Networks;

/// <summary>Section 13.3: a small write 50 ms after a batch that nothing else followed.</summary>
public sealed class TrailingWriteTests
{
    private static readonly TimeSpan After = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData("sse", ":\n\n")]
    [InlineData("stream", "\u0001q")]
    public async Task Promoted_ThatAsked_FollowsEachBatch(string path, string filler)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var held = await PromoteAsync(client, path, trailing: true);

        await client.SendAsync(0, WireFrame.Text("Hi"));
        Assert.Equal("Hi", (await held.FrameAsync())?.PayloadText);
        await edge.Time.WhenTimerDueInAsync(After).WithTimeout();
        edge.Time.Advance(After);

        Assert.Equal(filler, Encoding.ASCII.GetString((await held.Response.ReadAsync().WithTimeout())!));
        Assert.DoesNotContain(After, Due(edge)); // it is not followed itself
    }

    [Fact]
    public async Task Promoted_ThatDidNotAsk_FollowsNothing()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var held = await PromoteAsync(client, "sse", trailing: false);
        var before = edge.Time.ActiveTimers;

        await client.SendAsync(0, WireFrame.Text("Hi"));
        Assert.Equal("Hi", (await held.FrameAsync())?.PayloadText);

        Assert.True(edge.Time.ActiveTimers <= before);
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/x-ndjson")]
    public async Task Native_WhereTheEndpointSaysSo_IsFollowedToo(string accept)
    {
        await using var edge = await Edge.StartAsync(static options => options.TrailingWrites = true);
        await using var held = await edge.HoldAsync(accept);
        _ = accept == "text/event-stream" ? (object?)await held.EventAsync() : await held.LineAsync();
        var header = ("MultiTransport-Session", held.Response.Head["MultiTransport-Session"]!);

        await edge.PostAsync("", "Hi", header);
        _ = accept == "text/event-stream" ? (object?)await held.EventAsync() : await held.LineAsync();
        await edge.Time.WhenTimerDueInAsync(After).WithTimeout();
        edge.Time.Advance(After);

        Assert.Equal(accept == "text/event-stream" ? ":\n\n" : "{\"beat\":true}\n", Encoding.ASCII.GetString((await held.Response.ReadAsync().WithTimeout())!));
    }

    [Fact]
    public async Task Native_BehindAFilterThatHoldsTheNewestEvent_GetsEachAtOnce()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup { RealTime = true, Options = static options => options.TrailingWrites = true });
        await using var proxy = FaultProxy.Start(edge.Host.Port);
        proxy.Faults = [new OneBehind()];
        await using var events = EventSourceClient.Open(proxy.Through(edge.Address()));
        var session = (await events.NextAsync("session").WithTimeout()).Data.Split('"')[3];
        for (var number = 0; number < 5; number++)
        {
            await edge.PostAsync("", $"{number}", ("MultiTransport-Session", session));
            Assert.Equal($"{number}", (await events.NextAsync().WithTimeout()).Data); // nothing else is sent before it came
        }

        Assert.Equal(1, events.Connects);
    }

    private static async Task<HeldAnswer> PromoteAsync(SdkClient client, string path, bool trailing)
    {
        var held = await client.HoldAsync(path, client.Attach(WireAttachMode.Probe));
        await client.SendAsync(0, new WirePromote(held.Attached!.Connection, 0, 0, trailing).ToFrame());
        while (!(await held.FrameAsync() is { Type: WireFrameType.Attached } frame && WireAttached.Parse(frame).Active))
        {
            // what the candidate was written
        }

        return held;
    }

    private static IEnumerable<TimeSpan> Due(Edge edge) => edge.Time.NextDue is { } due ? [due] : [];
}
