namespace MultiTransport.AspNetCore.Tests.Transports;

/// <summary>Sections 7.2 and 7.3.</summary>
public sealed class SdkHeldResponseTests
{
    [Theory]
    [InlineData("sse", "text/event-stream")]
    [InlineData("stream", "application/octet-stream")]
    public async Task Hold_HasTheHeadersThatKeepNetworksFromHoldingItBack(string path, string contentType)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        await using var held = await client.HoldAsync(path, client.Take());

        var head = held.Response.Head;
        Assert.Equal((contentType, "identity", "no"), (head["Content-Type"], head["Content-Encoding"], head["X-Accel-Buffering"]));
        Assert.Equal(("no-store, no-transform", "Accept, Origin"), (head["Cache-Control"], head["Vary"]));
        Assert.Null(head["Content-Length"]);
    }

    [Theory]
    [MemberData(nameof(Carriers.Held), MemberType = typeof(Carriers))]
    public async Task Candidate_IsPingedAt0And500And1000Milliseconds_EachPushedThrough50MillisecondsLater(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        var raw = await RawHttp.ConnectAsync(edge.Host.Port);
        await using var held = new HeldAnswer(raw, await BeginAsync());

        async Task<RawResponse> BeginAsync()
        {
            await raw.RequestAsync("POST", $"/echo/{path}", SdkClient.Body(client.Attach(WireAttachMode.Probe)));
            return await raw.ReadResponseAsync().WithTimeout();
        }

        Assert.Equal(WireFrameType.Attached, (await held.AnyFrameAsync())?.Type);
        for (var stamp = 0; stamp <= 1000; stamp += 500)
        {
            Assert.Equal(stamp, WireNumber.Parse((await held.AnyFrameAsync())!));
            await edge.Time.WhenTimerDueInAsync(TimeSpan.FromMilliseconds(50)).WithTimeout();
            edge.Time.Advance(TimeSpan.FromMilliseconds(50));
            Assert.Equal(path == "sse" ? ":\n\n" : "\u0001q", Encoding.ASCII.GetString((await held.Response.ReadAsync().WithTimeout())!));
            if (stamp < 1000)
            {
                await edge.Time.WhenTimerDueInAsync(TimeSpan.FromMilliseconds(450)).WithTimeout();
                edge.Time.Advance(TimeSpan.FromMilliseconds(450));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Carriers.Held), MemberType = typeof(Carriers))]
    public async Task Candidate_WithoutPromote_EndsProbeExpired(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var held = await client.HoldAsync(path, client.Attach(WireAttachMode.Probe));

        edge.Time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(4104, (await held.CloseAsync()).Code);
    }

    [Theory]
    [MemberData(nameof(Carriers.Held), MemberType = typeof(Carriers))]
    public async Task Candidate_Promoted_IsAttachedAgainAndTheOldOneSuperseded(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var old = await client.HoldAsync("stream", client.Take());
        await using var held = await client.HoldAsync(path, client.Attach(WireAttachMode.Probe));

        await client.SendAsync(0, new WirePromote(held.Attached!.Connection, 0, 0).ToFrame());
        await client.SendAsync(0, WireFrame.Text("Hi"));

        var attached = WireAttached.Parse((await held.FrameAsync())!);
        Assert.False(held.Attached.Active);
        Assert.Equal((held.Attached.Connection, true, 0), (attached.Connection, attached.Active, attached.Position));
        Assert.Equal("Hi", (await held.FrameAsync())?.PayloadText);
        Assert.Equal(4100, (await old.CloseAsync()).Code);
    }

    [Theory]
    [MemberData(nameof(Carriers.Held), MemberType = typeof(Carriers))]
    public async Task Hold_WithoutSignOfLife_EndsHeartbeatMissedAndTheSessionStays(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var held = await client.HoldAsync(path, client.Take());

        edge.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(WireFrameType.Ping, (await held.AnyFrameAsync())?.Type);
        edge.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("heartbeat-missed", (await edge.WhenLoggedAsync(1004, log => Equals(log["Transport"], path)))["Code"]);

        Assert.Equal(SessionPhase.Detached, client.Session!.Phase);
    }

    [Theory]
    [MemberData(nameof(Carriers.Held), MemberType = typeof(Carriers))]
    public async Task Hold_OfEveryKindOfText_ArrivesAsItWas(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var held = await client.HoldAsync(path, client.Take());
        string[] texts = ["", " ", "a\nb", "\n", "a\r\nb", "\r", "data: x", ":", "Grüße 🎉", "\0", new string('x', 60_000)];

        await client.SendAsync(0, [.. texts.Select(text => WireFrame.Pieces(WireFrameType.Text, Encoding.UTF8.GetBytes(text))).SelectMany(frames => frames)]);

        var whole = new StringBuilder();
        foreach (var text in texts)
        {
            WireFrame frame;
            whole.Clear();
            do
            {
                frame = (await held.FrameAsync())!;
                whole.Append(frame.PayloadText);
            }
            while (frame.Type == WireFrameType.Fragment);
            Assert.Equal(text, whole.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Carriers.Held), MemberType = typeof(Carriers))]
    public async Task Kick_EndsIt4302(string path)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var held = await client.HoldAsync(path, client.Take());

        edge.Sessions.Kick(client.Session!.Id, "Enough.");

        Assert.Equal(new WireClose(4302, "Enough."), await held.CloseAsync());
    }

    [Fact]
    public async Task Connection_WhoseAdapterLeft_IsNotCutAnyMore()
    {
        await using var edge = await Edge.StartAsync();
        var session = (await edge.OpenAsync()).Session!;
        var cuts = 0;
        var connection = session.AttachNative(new ConnectionRequest("stream", ReaderMode.Native, _ => cuts++, edge), position: 0);
        connection.Abort(MultiTransport.Protocol.CloseCode.WriteTimeout);

        session.Detach(connection, MultiTransport.Protocol.CloseCode.Complete);
        connection.Abort(MultiTransport.Protocol.CloseCode.WriteTimeout);

        Assert.Equal(1, cuts);
    }
}
