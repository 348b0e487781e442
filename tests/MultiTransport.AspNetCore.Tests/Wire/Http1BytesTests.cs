namespace MultiTransport.AspNetCore.Tests.Wire;

public sealed class Http1BytesTests
{
    [Theory]
    [InlineData("poll", "shortpoll")]
    [InlineData("sse", "sse")]
    [InlineData("stream", "stream")]
    public async Task Carrier_OfASdk_IsCountedToTheByte(string path, string transport)
    {
        await using var wire = await WireEdge.StartAsync();
        SdkClient client;
        long negotiateUp, negotiateDown;
        await using (var opening = await wire.ConnectAsync())
        {
            (client, negotiateUp, negotiateDown) = await wire.NegotiateAsync(opening);
        }

        byte[] body = SdkClient.Body(client.Take(), WireFrame.Text("hello"), WireFrame.Text("world!"));
        await using (var raw = await wire.ConnectAsync())
        {
            await raw.RequestAsync("POST", $"/echo/{path}", body);
            await using var held = new HeldAnswer(raw, await raw.ReadResponseAsync().WithTimeout());
            await ReadAsync(held, path);
        }

        await wire.WhenEndedAsync(2);
        wire.IsExact();
        var rows = wire.Rows(client);
        Assert.Equal(["negotiate", transport], rows.Keys);
        Assert.Equal((negotiateUp, negotiateDown), (rows["negotiate"].Up.Total, rows["negotiate"].Down.Total));
        var (up, down) = (rows[transport].Up, rows[transport].Down);
        Assert.Equal((wire.Relay.Connections[1].Up, wire.Relay.Connections[1].Down), (up.Total, down.Total));
        Assert.Equal((11, 2, 11, 2), (up.Payload, up.Messages, down.Payload, down.Messages));
        Assert.Equal(up.Total - body.Length, up.Headers);
        Assert.InRange(down.Framing, 11, 300);
        Assert.Equal((1, 1), (rows[transport].Requests, rows[transport].Connections));
    }

    [Fact]
    public async Task ResponseHead_IsCountedApart()
    {
        await using var wire = await WireEdge.StartAsync();
        await using var raw = await wire.ConnectAsync();
        var (client, _, _) = await wire.NegotiateAsync(raw, new Wish());
        for (var i = 0; i < 3; i++)
        {
            var (answer, _, down) = await wire.ExchangeAsync(raw, "POST", "/echo/poll", SdkClient.Body(client.Take()));
            Assert.Equal((i + 1) * (down - answer.Body.Length), wire.Rows(client)["shortpoll"].Down.Headers);
        }
    }

    [Fact]
    public async Task Send_CountsForTheTransportThatTheSessionIsOn()
    {
        await using var wire = await WireEdge.StartAsync();
        await using var raw = await wire.ConnectAsync();
        await using var holding = await wire.ConnectAsync();
        var (client, _, _) = await wire.NegotiateAsync(raw);
        await holding.RequestAsync("POST", "/echo/sse", SdkClient.Body(client.Take()));
        await using var held = new HeldAnswer(holding, await holding.ReadResponseAsync().WithTimeout());
        await held.FrameAsync();
        var before = wire.Rows(client)["sse"];
        var (_, up, down) = await wire.ExchangeAsync(raw, "POST", "/echo/send", SdkClient.Body(client.Attach(WireAttachMode.Send), WireFrame.Text("mute")));
        var (_, nextUp, nextDown) = await wire.ExchangeAsync(raw, "POST", "/echo/send", SdkClient.Body(client.Attach(WireAttachMode.Send, upstream: 1), WireFrame.Text("mute")));
        await raw.DisposeAsync();
        await wire.WhenEndedAsync(1);
        var after = wire.Rows(client)["sse"];
        Assert.Equal((up + nextUp, down + nextDown), (after.Up.Total - before.Up.Total, after.Down.Total - before.Down.Total));
        Assert.Equal((3, 1, 8, 2), (after.Requests, after.Connections, after.Up.Payload, after.Up.Messages));
    }

    [Fact]
    public async Task Send_BetweenPolls_CountsForTheirTransport()
    {
        await using var wire = await WireEdge.StartAsync();
        await using var raw = await wire.ConnectAsync();
        var (client, _, _) = await wire.NegotiateAsync(raw);
        await wire.ExchangeAsync(raw, "POST", "/echo/poll", SdkClient.Body(client.Take()));
        await wire.ExchangeAsync(raw, "POST", "/echo/send", SdkClient.Body(client.Attach(WireAttachMode.Send), WireFrame.Text("mute")));
        Assert.Equal(2, wire.Rows(client)["shortpoll"].Requests);
    }

    [Fact]
    public async Task Connection_OfSeveralSessionsAndOthers_GivesEachItsOwn()
    {
        await using var wire = await WireEdge.StartAsync();
        await using var raw = await wire.ConnectAsync();
        long othersUp = 0, othersDown = 0;
        async Task OtherAsync(string method, byte[]? body)
        {
            var (answer, up, down) = await wire.ExchangeAsync(raw, method, "/other", body, ("X-Padding", new string('x', 100)));
            Assert.Equal(200, answer.Status);
            (othersUp, othersDown) = (othersUp + up, othersDown + down);
        }

        await OtherAsync("GET", null);
        var (first, _, _) = await wire.NegotiateAsync(raw);
        await OtherAsync("POST", new byte[10_000]);
        await OtherAsync("GET", null);
        var (second, _, _) = await wire.NegotiateAsync(raw);
        var expected = new Dictionary<SdkClient, (long Up, long Down)> { [first] = default, [second] = default };
        for (var i = 0; i < 6; i++)
        {
            var client = i % 2 == 0 ? first : second;
            var (_, up, down) = await wire.ExchangeAsync(raw, "POST", "/echo/poll", SdkClient.Body(client.Take(received: i / 2, upstream: i / 2), WireFrame.Text(new string('m', 50 * i))));
            expected[client] = (expected[client].Up + up, expected[client].Down + down);
            await OtherAsync("GET", null);
        }

        await raw.DisposeAsync();
        await wire.WhenEndedAsync(1);
        wire.IsExact();
        foreach (var (client, (up, down)) in expected)
        {
            var row = wire.Rows(client)["shortpoll"];
            Assert.Equal((up, down, 3), (row.Up.Total, row.Down.Total, row.Requests));
        }

        var others = wire.Meter.Unattributed();
        Assert.Equal((othersUp, othersDown), (others.Up.Total, others.Down.Total));
    }

    [Fact]
    public async Task PipelinedRequests_AreToldApart()
    {
        await using var wire = await WireEdge.StartAsync();
        await using var raw = await wire.ConnectAsync();
        var (first, _, _) = await wire.NegotiateAsync(raw);
        var (second, _, _) = await wire.NegotiateAsync(raw);
        byte[] Request(SdkClient client, string text)
        {
            var body = SdkClient.Body(client.Take(), WireFrame.Text(text));
            return [.. Encoding.ASCII.GetBytes($"POST /echo/poll HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
        }

        var (one, two, three) = (Request(first, "a"), Request(second, new string('b', 3000)), Request(first, "cc"));
        await raw.SendAsync((byte[])[.. one, .. two, .. three]);
        var lengths = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            var response = await raw.ReadResponseAsync().WithTimeout();
            lengths.Add(response.Head.ToBytes().Length + (await response.ReadBodyAsync().WithTimeout()).Length);
        }

        await raw.DisposeAsync();
        await wire.WhenEndedAsync(1);
        wire.IsExact();
        var (firsts, seconds) = (wire.Rows(first)["shortpoll"], wire.Rows(second)["shortpoll"]);
        Assert.Equal((one.Length + three.Length, lengths[0] + lengths[2]), (firsts.Up.Total, firsts.Down.Total));
        Assert.Equal((two.Length, lengths[1]), (seconds.Up.Total, seconds.Down.Total));
    }

    [Fact]
    public async Task ChunkedRequest_InPieces_IsCountedWithItsFraming()
    {
        await using var wire = await WireEdge.StartAsync();
        await using var raw = await wire.ConnectAsync();
        var (client, _, _) = await wire.NegotiateAsync(raw);
        var body = SdkClient.Body(client.Take(), WireFrame.Text("chunked"));
        var sent = 0;
        async Task SendAsync(byte[] bytes)
        {
            sent += bytes.Length;
            await raw.SendAsync(bytes);
        }

        await SendAsync("POST /echo/poll HTTP/1.1\r\nHost: local"u8.ToArray());
        await SendAsync("host\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
        foreach (var octet in body)
        {
            await SendAsync([(byte)'1', (byte)'\r', (byte)'\n', octet, (byte)'\r', (byte)'\n']);
        }

        await SendAsync("0\r\n\r\n"u8.ToArray());
        var response = await raw.ReadResponseAsync().WithTimeout();
        await response.ReadBodyAsync().WithTimeout();
        await raw.DisposeAsync();
        await wire.WhenEndedAsync(1);
        wire.IsExact();
        Assert.Equal(sent, wire.Rows(client)["shortpoll"].Up.Total);
    }

    [Fact]
    public async Task ExpectContinue_CountsBothHeads()
    {
        await using var wire = await WireEdge.StartAsync();
        await using var raw = await wire.ConnectAsync();
        var (client, _, _) = await wire.NegotiateAsync(raw);
        var body = SdkClient.Body(client.Take());
        await raw.SendAsync($"POST /echo/poll HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: {body.Length}\r\n\r\n");
        var interim = await raw.ReadExactlyAsync("HTTP/1.1 100 Continue\r\n\r\n".Length).WithTimeout();
        await raw.SendAsync(body);
        var response = await raw.ReadResponseAsync().WithTimeout();
        var answer = await response.ReadBodyAsync().WithTimeout();
        await raw.DisposeAsync();
        await wire.WhenEndedAsync(1);
        wire.IsExact();
        var row = wire.Rows(client)["shortpoll"];
        Assert.Equal(interim!.Length + response.Head.ToBytes().Length, row.Down.Headers);
        Assert.Equal(row.Down.Headers + answer.Length, row.Down.Total);
    }

    [Fact]
    public async Task AbortedResponse_IsCountedAsFarAsItWasWritten()
    {
        await using var wire = await WireEdge.StartAsync();
        await using var raw = await wire.ConnectAsync();
        await using var holding = await wire.ConnectAsync();
        var (client, _, _) = await wire.NegotiateAsync(raw);
        await holding.RequestAsync("POST", "/echo/stream", SdkClient.Body(client.Take(), WireFrame.Text("some")));
        await using var held = new HeldAnswer(holding, await holding.ReadResponseAsync().WithTimeout());
        while ((await held.FrameAsync())!.Type != WireFrameType.Text)
        {
        }

        holding.Reset();
        await wire.WhenEndedAsync(1);
        var row = wire.Rows(client)["stream"];
        Assert.Equal((wire.Relay.Connections[1].Up, wire.Relay.Connections[1].Down), (row.Up.Total, row.Down.Total));
    }

    [Fact]
    public async Task RefusedRequest_IsNobodys()
    {
        await using var wire = await WireEdge.StartAsync();
        await using var raw = await wire.ConnectAsync();
        var (client, negotiateUp, negotiateDown) = await wire.NegotiateAsync(raw);
        var stranger = new SdkClient(wire.Edge, client.Id, new byte[16]);
        var (answer, _, _) = await wire.ExchangeAsync(raw, "POST", "/echo/poll", SdkClient.Body(stranger.Take()));
        Assert.Equal(403, answer.Status);
        var (malformed, _, _) = await wire.ExchangeAsync(raw, "POST", "/echo\r\n");
        Assert.Equal(400, malformed.Status);
        await wire.WhenEndedAsync(1);
        wire.IsExact();
        var row = Assert.Single(wire.Rows(client)).Value;
        Assert.Equal((negotiateUp, negotiateDown), (row.Up.Total, row.Down.Total));
    }

    private static async Task ReadAsync(HeldAnswer held, string path)
    {
        if (path == "poll")
        {
            await held.WholeAsync();
            return;
        }

        for (var texts = 0; texts < 2;)
        {
            texts += (await held.FrameAsync())!.Type == WireFrameType.Text ? 1 : 0;
        }
    }
}
