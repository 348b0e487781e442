using System.Net.WebSockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MultiTransport.AspNetCore.Tests.Transports.WebSockets;

/// <summary>Section 7.1 on a raw socket.</summary>
public sealed class WebSocketConnectionTests
{
    [Fact]
    public async Task Exchange_OfSection71_IsAsThePageShowsIt()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();

        await using var socket = await client.AttachedSocketAsync(client.Take(), WireFrame.Text("Hi"));

        Assert.True(socket.Attached!.Active);
        var frames = new[] { await socket.FrameAsync(), await socket.FrameAsync() };
        Assert.Equal(1, WireNumber.Parse(frames.Single(frame => frame.Type == WireFrameType.Ack)));
        Assert.Equal("Hi", frames.Single(frame => frame.Type == WireFrameType.Text).PayloadText);
    }

    [Fact]
    public async Task Messages_InWebSocketFragments_AreJoined()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());
        var bytes = WireFrame.Join(WireFrame.Text("one"), WireFrame.Text("two"));

        await socket.Raw.SendFrameAsync(RawWebSocketOpcode.Binary, bytes[..2], fin: false);
        await socket.Raw.SendFrameAsync(RawWebSocketOpcode.Ping, [7]);
        await socket.Raw.SendFrameAsync(RawWebSocketOpcode.Continuation, bytes[2..7], fin: false);
        await socket.Raw.SendFrameAsync(RawWebSocketOpcode.Continuation, bytes[7..]);

        await edge.WhenHandledAsync("two");
        Assert.Equal(["one", "two"], edge.Handled);
    }

    [Fact]
    public async Task Message_OfPiecesOverSeveralWebSocketMessages_IsOne()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());

        await socket.SendAsync(WireFrame.Of(WireFrameType.Fragment, "on"u8.ToArray()));
        await socket.SendAsync(WireFrame.Ping(1));
        await socket.SendAsync(WireFrame.Text("e"));

        await edge.WhenHandledAsync("one");
    }

    [Fact]
    public async Task NoMessageAtAll_IsNoFault()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());

        await socket.Raw.SendBinaryAsync();
        await socket.SendAsync(WireFrame.Text("after"));

        await edge.WhenHandledAsync("after");
    }

    public static TheoryData<string, byte[], string> Faults => new()
    {
        { "a cut frame", [100, (byte)'t', (byte)'H'], "frame-malformed" },
        { "a frame without a type", [0], "frame-malformed" },
        { "an endless varint", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], "frame-malformed" },
        { "an unknown type", WireFrame.Of((byte)'z').ToBytes(), "frame-unknown" },
        { "a second attach", WireFrame.Of(WireFrameType.Attach).ToBytes(), "frame-unknown" },
        { "a gap upstream", WireFrame.Gap(1, 2).ToBytes(), "frame-unknown" },
        { "a topic message upstream", WireFrame.Of((byte)'m', [1, 1, 0, (byte)'t']).ToBytes(), "frame-unknown" },
        { "a topic event upstream", WireFrame.Of(0xC2, [.. "{}"u8]).ToBytes(), "frame-unknown" },
        { "an ack of what was never sent", WireFrame.Ack(5).ToBytes(), "position-invalid" },
        { "a promote that claims too much", new WirePromote(1, 9, 0).ToFrame().ToBytes(), "received-invalid" },
        { "too many control frames", WireFrame.Join(Enumerable.Repeat(WireFrame.Pong(), 1025)), "batch-too-large" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Frame_ThatIsAFault_EndsTheConnectionWithItsCodeAndTheSessionLives(string what, byte[] bytes, string code)
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());

        await socket.Raw.SendBinaryAsync([.. WireFrame.Text("before").ToBytes(), .. bytes, .. WireFrame.Text("after").ToBytes()]);

        var close = await socket.CloseAsync();
        Assert.True(WireCode.Name(close.Code) == code, $"{what}: {close}");
        Assert.Equal(close.Code, socket.Status);
        Assert.NotEmpty(close.Reason);
        Assert.Equal(["before"], edge.Handled);
        Assert.Equal(1, (await client.PollAsync(0, 1)).Attached.Received);
    }

    [Fact]
    public async Task TextMessage_IsFrameMalformed()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());

        await socket.Raw.SendTextAsync("\u0003tHi");

        Assert.Equal(4109, (await socket.CloseAsync()).Code);
        Assert.Empty(edge.Handled);
    }

    [Fact]
    public async Task UnmaskedFrame_Closes1002AndTheSessionLives()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());

        await socket.Raw.SendFrameAsync(RawWebSocketOpcode.Binary, WireFrame.Text("Hi").ToBytes(), masked: false);

        Assert.Null(await socket.TryFrameAsync());
        Assert.Equal(1002, socket.Status);
        await edge.WhenLoggedAsync(1004, log => Equals(log["Transport"], "websocket"));
        Assert.Equal(4000, (await client.PollAsync()).Close.Code);
        Assert.Empty(edge.Handled);
    }

    [Fact]
    public async Task Message_OverTheLimit_FailsAndTheSocketGoesOn()
    {
        await using var edge = await Edge.StartAsync(options => options.MaxMessageBytes = 1000);
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());

        await socket.SendAsync(WireFrame.Binary(new byte[1001]), WireFrame.Text("mute"));

        Assert.Equal(new WireFail(1, "message-too-large"), WireFail.Parse(await socket.FrameAsync()));
        Assert.Equal(2, WireNumber.Parse(await socket.FrameAsync()));
        Assert.Equal(["mute"], edge.Handled);
    }

    [Fact]
    public async Task WebSocketMessage_OverTheBodyLimit_IsBodyTooLarge()
    {
        await using var edge = await Edge.StartAsync(options => (options.MaxMessageBytes, options.MaxBodyBytes) = (1024, 16 * 1024));
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());

        await socket.SendAsync([.. Enumerable.Repeat(WireFrame.Binary(new byte[1000]), 20)]);

        Assert.Equal((4115, 1009), ((await socket.CloseAsync()).Code, socket.Status));
        Assert.NotNull(client.Session);
        Assert.Empty(edge.Handled);
    }

    [Fact]
    public async Task FirstWebSocketMessage_OverTheBodyLimit_IsBodyTooLarge()
    {
        await using var edge = await Edge.StartAsync();
        await using var socket = new SdkSocket(await edge.SocketAsync("/ws", SdkClient.SubProtocol));

        await socket.Raw.SendRawAsync([0x82, 0xFF, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4, .. new byte[1024 * 1024]]);

        Assert.Equal((4115, 1009), ((await socket.CloseAsync()).Code, socket.Status));
    }

    [Fact]
    public async Task Messages_OverTheUpstreamWindow_AreFlowViolation()
    {
        await using var edge = await Edge.StartAsync(options => options.InboxMessages = 2);
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());

        await socket.SendAsync(WireFrame.Text("wait"), WireFrame.Text("2"), WireFrame.Text("3"));

        Assert.Equal(4111, (await socket.CloseAsync()).Code);
    }

    [Fact]
    public async Task TextThatIsNotUtf8_FailsNotUtf8AndTheSocketGoesOn()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());

        await socket.SendAsync(WireFrame.Of(WireFrameType.Text, 0xED, 0xA0, 0x80), WireFrame.Text("mute"));

        Assert.Equal(new WireFail(1, "not-utf8"), WireFail.Parse(await socket.FrameAsync()));
        Assert.Equal(2, WireNumber.Parse(await socket.FrameAsync()));
        Assert.Equal(["mute"], edge.Handled);
    }

    [Fact]
    public async Task OptionalFrames_AreSkippedAndTheNumberedOnesCounted()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());

        await socket.SendAsync(WireFrame.Of(0x80, 1), WireFrame.Of(0xC0, 2), WireFrame.Of(0xBF), WireFrame.Text("mute"));

        WireFrame frame;
        do
        {
            frame = await socket.FrameAsync();
        }
        while (frame.Type != WireFrameType.Ack || WireNumber.Parse(frame) < 2);
        Assert.Equal(["mute"], edge.Handled);
    }

    [Fact]
    public async Task Ping_IsAnsweredByAPongWithItsBytes()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());

        await socket.SendAsync(WireFrame.Ping(1, 2, 3, 4, 5, 6, 7, 8));

        var message = await socket.Raw.ReadMessageAsync().WithTimeout();
        var pong = Assert.Single(WireReader.ReadAll(message!.Payload));
        Assert.Equal((WireFrameType.Pong, "0102030405060708"), (pong.Type, Convert.ToHexString(pong.Payload)));
    }

    [Fact]
    public async Task Candidate_ThatSendsMessagesBeforePromote_IsPositionAhead()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Attach(WireAttachMode.Probe));

        await socket.SendAsync(WireFrame.Text("too early"));

        Assert.Equal(4108, (await socket.CloseAsync()).Code);
        Assert.Empty(edge.Handled);
    }

    [Fact]
    public async Task Candidate_PromotedOnItself_CarriesMessagesBothWays()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var old = await client.HoldAsync("sse", client.Take());
        await using var socket = await client.AttachedSocketAsync(client.Attach(WireAttachMode.Probe));

        await socket.SendAsync(new WirePromote(socket.Attached!.Connection, 0, 0).ToFrame(), WireFrame.Text("Hi"));

        Assert.True(WireAttached.Parse(await socket.FrameAsync()).Active);
        Assert.Equal(4100, (await old.CloseAsync()).Code);
        await edge.WhenHandledAsync("Hi");
    }

    [Fact]
    public async Task Candidate_PromotedWithAPositionThatJumps_IsPositionAhead()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Attach(WireAttachMode.Probe));

        await socket.SendAsync(new WirePromote(socket.Attached!.Connection, 0, 3).ToFrame(), WireFrame.Text("4"));

        Assert.Equal(4108, (await socket.CloseAsync()).Code);
        Assert.Empty(edge.Handled);
    }

    [Fact]
    public async Task Close_OfTheClientInAFrame_ClosesTheSession()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());

        await socket.SendAsync(WireFrame.Text("mute"), WireFrame.Close(4301));

        Assert.Equal((4301, 4301), ((await socket.CloseAsync()).Code, socket.Status));
        Assert.Equal(["mute"], edge.Handled);
        Assert.Equal(0, edge.Sessions.Count);
    }

    [Fact]
    public async Task CloseOfTheSocketAlone_LeavesTheSession()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());

        await socket.Raw.SendCloseAsync();
        await socket.CloseAsync();
        await edge.WhenLoggedAsync(1004, log => Equals(log["Transport"], "websocket"));

        Assert.Equal(SessionPhase.Detached, client.Session?.Phase);
    }

    [Fact]
    public async Task Silence_IsPingedAndThenEndsHeartbeatMissed()
    {
        await using var edge = await Edge.StartAsync();
        var client = await edge.OpenAsync();
        await using var socket = await client.AttachedSocketAsync(client.Take());

        edge.Time.Advance(TimeSpan.FromSeconds(15));
        var ping = await socket.Raw.ReadMessageAsync().WithTimeout();
        Assert.Equal(WireFrameType.Ping, WireReader.ReadAll(ping!.Payload).Single().Type);
        edge.Time.Advance(TimeSpan.FromSeconds(30));

        var log = await edge.WhenLoggedAsync(1004, log => Equals(log["Transport"], "websocket"));
        Assert.Equal(SessionPhase.Detached, client.Session?.Phase);
        Assert.Equal("heartbeat-missed", log["Code"]);
    }

    [Fact]
    public async Task ConnectOverHttp2_IsAWebSocketToo()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup { Protocols = HttpProtocols.Http2 });
        using var http = new HttpClient { DefaultRequestVersion = new Version(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var negotiate = await http.PostAsync(edge.Address("/negotiate"), null).WithTimeout();
        var negotiated = Negotiated.Parse(await negotiate.Content.ReadAsByteArrayAsync());
        var client = new SdkClient(edge, negotiated.Id, negotiated.Secret);
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = new Version(2, 0);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.AddSubProtocol(SdkClient.SubProtocol);
        await socket.ConnectAsync(new UriBuilder(edge.Address("/ws")) { Scheme = "ws" }.Uri, http, CancellationToken.None).WithTimeout();
        await socket.SendAsync(SdkClient.Body(client.Take(), WireFrame.Text("Hi")), WebSocketMessageType.Binary, true, CancellationToken.None);

        var buffer = new byte[4096];
        var types = new List<byte>();
        while (!types.Contains(WireFrameType.Text))
        {
            var received = await socket.ReceiveAsync(buffer, CancellationToken.None).WithTimeout();
            types.AddRange(WireReader.ReadAll(buffer.AsSpan(0, received.Count)).Select(frame => frame.Type));
        }

        Assert.Equal(WireFrameType.Attached, types[0]);
        Assert.Equal(["Hi"], edge.Handled);
    }
}
