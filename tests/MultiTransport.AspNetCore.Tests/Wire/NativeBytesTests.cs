namespace MultiTransport.AspNetCore.Tests.Wire;

public sealed class NativeBytesTests
{
    [Theory]
    [InlineData("text/event-stream", "sse")]
    [InlineData("application/x-ndjson", "stream")]
    public async Task HeldResponse_AndPostsBesideIt_AreItsTransports(string accept, string transport)
    {
        await using var wire = await WireEdge.StartAsync();
        string credential;
        await using (var raw = await wire.ConnectAsync())
        await using (var posting = await wire.ConnectAsync())
        {
            await raw.RequestAsync("GET", "/echo", null, ("Accept", accept));
            await using var held = new HeldAnswer(raw, await raw.ReadResponseAsync().WithTimeout());
            credential = held.Response.Head["MultiTransport-Session"]!;
            await NextAsync(held, transport);
            await wire.ExchangeAsync(posting, "POST", "/echo", "up and down"u8.ToArray(), ("MultiTransport-Session", credential));
            await NextAsync(held, transport);
        }

        await wire.WhenEndedAsync(2);
        wire.IsExact();
        var row = Assert.Single(wire.Rows(credential));
        Assert.Equal((transport, wire.Relay.Up, wire.Relay.Down), (row.Key, row.Value.Up.Total, row.Value.Down.Total));
        Assert.Equal((11, 1, 11, 1), (row.Value.Up.Payload, row.Value.Up.Messages, row.Value.Down.Payload, row.Value.Down.Messages));
        Assert.Equal((2, 2), (row.Value.Requests, row.Value.Connections));
    }

    [Fact]
    public async Task Poll_LongAndShort_AreTwoRows()
    {
        await using var wire = await WireEdge.StartAsync();
        await using var raw = await wire.ConnectAsync();
        var (opened, up, down) = await wire.ExchangeAsync(raw, "GET", "/echo?wait=0");
        var credential = opened.Json.GetProperty("session").GetString()!;
        var (_, postUp, postDown) = await wire.ExchangeAsync(raw, "POST", "/echo", "hello"u8.ToArray(), ("MultiTransport-Session", credential));
        var next = opened.Json.GetProperty("next").GetString()!;
        var (polled, pollUp, pollDown) = await wire.ExchangeAsync(raw, "GET", next.Replace("wait=0", "wait=5", StringComparison.Ordinal));
        Assert.Contains("hello", polled.Text, StringComparison.Ordinal);
        await raw.DisposeAsync();
        await wire.WhenEndedAsync(1);
        wire.IsExact();
        var rows = wire.Rows(credential);
        Assert.Equal((up + postUp, down + postDown, 2, 0), (rows["shortpoll"].Up.Total, rows["shortpoll"].Down.Total, rows["shortpoll"].Requests, rows["shortpoll"].Down.Payload));
        Assert.Equal((pollUp, pollDown, 1, 5), (rows["longpoll"].Up.Total, rows["longpoll"].Down.Total, rows["longpoll"].Requests, rows["longpoll"].Down.Payload));
    }

    private static async Task NextAsync(HeldAnswer held, string transport)
    {
        if (transport == "sse")
        {
            Assert.NotNull(await held.EventAsync());
        }
        else
        {
            Assert.NotNull(await held.LineAsync());
        }
    }
}
