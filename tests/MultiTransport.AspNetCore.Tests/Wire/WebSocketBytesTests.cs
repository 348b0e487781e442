namespace MultiTransport.AspNetCore.Tests.Wire;

public sealed class WebSocketBytesTests
{
    [Fact]
    public async Task Socket_OfASdk_IsItsSessionsFromHandshakeToClose()
    {
        await using var wire = await WireEdge.StartAsync();
        SdkClient client;
        await using (var opening = await wire.ConnectAsync())
        {
            (client, _, _) = await wire.NegotiateAsync(opening);
        }

        await using (var raw = await RawWebSocket.ConnectAsync(wire.Address("/echo/ws"), SdkClient.SubProtocol).WithTimeout())
        {
            var socket = new SdkSocket(raw);
            await raw.SendBinaryAsync(SdkClient.Body(client.Take(), WireFrame.Text("first")));
            await ReadTextAsync(socket);
            await socket.SendAsync(WireFrame.Text("second"));
            await ReadTextAsync(socket);

            // While it goes on, the figures are those of now.
            var now = wire.Rows(client)["websocket"];
            Assert.Equal((wire.Relay.Connections[1].Up, wire.Relay.Connections[1].Down), (now.Up.Total, now.Down.Total));
            Assert.Equal((11, 2, 11, 2), (now.Up.Payload, now.Up.Messages, now.Down.Payload, now.Down.Messages));
            Assert.Equal(raw.Handshake.Head.ToBytes().Length, now.Down.Headers);
            await raw.SendCloseAsync();
            while (await raw.ReadFrameAsync().WithTimeout() is not null)
            {
            }
        }

        await wire.WhenEndedAsync(2);
        wire.IsExact();
        var row = wire.Rows(client)["websocket"];
        Assert.Equal((wire.Relay.Connections[1].Up, wire.Relay.Connections[1].Down), (row.Up.Total, row.Down.Total));
        Assert.Equal((1, 1), (row.Requests, row.Connections));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(200)]
    [InlineData(64_000)]
    public async Task BareSocket_CostsItsFrameHeaders(int length)
    {
        await using var wire = await WireEdge.StartAsync();
        var raw = await RawWebSocket.ConnectAsync(wire.Address("/echo")).WithTimeout();
        var credential = raw.Handshake.Head["MultiTransport-Session"]!;
        var before = wire.Rows(credential)["websocket"];
        var text = new string('x', length);
        await raw.SendTextAsync(text);
        var echo = await raw.ReadMessageAsync().WithTimeout();
        Assert.Equal(text, echo!.Text);
        var after = wire.Rows(credential)["websocket"];
        var (up, down) = (after.Up.Framing - before.Up.Framing, after.Down.Framing - before.Down.Framing);

        // The bus hands a long message over in pieces of 32 KiB, each a frame.
        var headers = length < 126 ? 2 : length < 65_536 / 2 ? 4 : 8;
        Assert.Equal((length < 126 ? 6 : 8, headers), (up, down));
        Assert.Equal((length, length), (after.Up.Payload, after.Down.Payload));
        raw.Connection.Reset();
        await wire.WhenEndedAsync(1);
        var counted = Assert.Single(wire.Meter.Connections());
        Assert.Equal((wire.Relay.Up, wire.Relay.Down), (counted.Received, counted.Sent));
    }

    [Fact]
    public async Task Socket_ThatNeverAttached_IsNobodys()
    {
        await using var wire = await WireEdge.StartAsync();
        await using (var raw = await RawWebSocket.ConnectAsync(wire.Address("/echo/ws"), SdkClient.SubProtocol).WithTimeout())
        {
            await raw.SendBinaryAsync(1, 2, 3);
            while (await raw.ReadFrameAsync().WithTimeout() is { Opcode: not RawWebSocketOpcode.Close })
            {
            }

            await raw.SendCloseAsync();
            await raw.ReadFrameAsync().WithTimeout();
        }

        await wire.WhenEndedAsync(1);
        wire.IsExact();
        Assert.Empty(wire.Meter.ByTransport());
    }

    private static async Task ReadTextAsync(SdkSocket socket)
    {
        while ((await socket.FrameAsync()).Type != WireFrameType.Text)
        {
        }
    }
}
