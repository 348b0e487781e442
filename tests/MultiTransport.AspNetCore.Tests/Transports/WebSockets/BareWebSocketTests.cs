namespace MultiTransport.AspNetCore.Tests.Transports.WebSockets;

/// <summary>Section 8.1 on a raw socket.</summary>
public sealed class BareWebSocketTests
{
    [Fact]
    public async Task Messages_AreEchoedAsTheyAre()
    {
        await using var edge = await Edge.StartAsync();
        await using var socket = await edge.SocketAsync();

        await socket.SendTextAsync("Grüße");
        await socket.SendBinaryAsync(0xFF, 0x00);
        await socket.SendTextAsync("");

        Assert.Equal((RawWebSocketOpcode.Text, "Grüße"), await ReadAsync(socket));
        Assert.Equal([0xFF, 0x00], (await socket.ReadMessageAsync().WithTimeout())?.Payload);
        Assert.Equal((RawWebSocketOpcode.Text, ""), await ReadAsync(socket));
    }

    [Fact]
    public async Task Handshake_TellsTheCredentialForPosts()
    {
        await using var edge = await Edge.StartAsync();
        await using var socket = await edge.SocketAsync();

        var answer = await edge.PostAsync("", "Hi", ("MultiTransport-Session", socket.Handshake.Head["MultiTransport-Session"]!));

        Assert.Equal(200, answer.Status);
        Assert.Equal((RawWebSocketOpcode.Text, "Hi"), await ReadAsync(socket));
    }

    [Fact]
    public async Task Fragments_AreJoined()
    {
        await using var edge = await Edge.StartAsync();
        await using var socket = await edge.SocketAsync();

        await socket.SendFrameAsync(RawWebSocketOpcode.Text, "one "u8.ToArray(), fin: false);
        await socket.SendFrameAsync(RawWebSocketOpcode.Continuation, [], fin: false);
        await socket.SendFrameAsync(RawWebSocketOpcode.Ping, "between"u8.ToArray());
        await socket.SendFrameAsync(RawWebSocketOpcode.Continuation, [0xE2, 0x82], fin: false);
        await socket.SendFrameAsync(RawWebSocketOpcode.Continuation, [0xAC]);

        var pong = await socket.ReadFrameAsync().WithTimeout();
        Assert.Equal((RawWebSocketOpcode.Pong, "between", false), (pong!.Opcode, pong.Text, pong.Masked));
        Assert.Equal((RawWebSocketOpcode.Text, "one €"), await ReadAsync(socket));
        Assert.Equal(["one €"], edge.Handled);
    }

    [Theory]
    [InlineData("")]
    [InlineData("same data")]
    public async Task Ping_IsAnsweredWithTheSameData(string data)
    {
        await using var edge = await Edge.StartAsync();
        await using var socket = await edge.SocketAsync();

        await socket.SendFrameAsync(RawWebSocketOpcode.Ping, Encoding.ASCII.GetBytes(data));

        var pong = await socket.ReadFrameAsync().WithTimeout();
        Assert.Equal((RawWebSocketOpcode.Pong, data), (pong!.Opcode, pong.Text));
    }

    [Fact]
    public async Task Ping_Of125Bytes_IsAnsweredWithTheSameData()
    {
        await using var edge = await Edge.StartAsync();
        await using var socket = await edge.SocketAsync();
        var data = Enumerable.Range(0, 125).Select(i => (byte)i).ToArray();

        await socket.SendFrameAsync(RawWebSocketOpcode.Ping, data);

        Assert.Equal(data, (await socket.ReadFrameAsync().WithTimeout())?.Payload);
    }

    public static TheoryData<string, byte[], int> Faults => new()
    {
        { "an unmasked frame", RawWebSocket.Encode(RawWebSocketOpcode.Text, [0x48], masked: false), 1002 },
        { "a reserved bit", RawWebSocket.Encode(RawWebSocketOpcode.Text, [0x48], reserved: 4), 1002 },
        { "a reserved opcode", RawWebSocket.Encode((RawWebSocketOpcode)3, []), 1002 },
        { "a reserved control opcode", RawWebSocket.Encode((RawWebSocketOpcode)11, []), 1002 },
        { "a continuation of nothing", RawWebSocket.Encode(RawWebSocketOpcode.Continuation, [0x48]), 1002 },
        { "a fragmented ping", RawWebSocket.Encode(RawWebSocketOpcode.Ping, [], fin: false), 1002 },
        { "a ping of 126 bytes", RawWebSocket.Encode(RawWebSocketOpcode.Ping, new byte[126]), 1002 },
        {
            "a message within a message",
            [.. RawWebSocket.Encode(RawWebSocketOpcode.Text, [0x48], fin: false), .. RawWebSocket.Encode(RawWebSocketOpcode.Text, [0x48])], 1002
        },
        { "bytes that are not UTF-8", RawWebSocket.Encode(RawWebSocketOpcode.Text, [0xC3, 0x28]), 1007 },
        { "an unpaired surrogate", RawWebSocket.Encode(RawWebSocketOpcode.Text, [0xED, 0xA0, 0x80]), 1007 },
        { "a text that ends inside a character", RawWebSocket.Encode(RawWebSocketOpcode.Text, [0x41, 0xE2, 0x82]), 1007 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Frame_ThatIsNone_ClosesWithItsStatus(string what, byte[] bytes, int status)
    {
        await using var edge = await Edge.StartAsync();
        await using var socket = await edge.SocketAsync();

        await socket.SendRawAsync(bytes);

        var close = await socket.ReadMessageAsync().WithTimeout();
        Assert.True(close?.Opcode == RawWebSocketOpcode.Close, what);
        Assert.Equal(status, close.CloseCode);
        await edge.WhenLoggedAsync(1008);
        Assert.Empty(edge.Handled);
        Assert.Equal(0, edge.Sessions.Count);
    }

    [Fact]
    public async Task Message_OverTheLimit_Closes1009()
    {
        await using var edge = await Edge.StartAsync(options => options.MaxMessageBytes = 1000);
        await using var socket = await edge.SocketAsync();
        await socket.SendBinaryAsync(new byte[1000]);
        Assert.Equal(1000, (await socket.ReadMessageAsync().WithTimeout())?.Payload.Length);

        await socket.SendBinaryAsync(new byte[1001]);

        Assert.Equal((RawWebSocketOpcode.Close, 1009), await CloseAsync(socket));
        Assert.Single(edge.Handled);
    }

    [Fact]
    public async Task Message_FarOverTheLimit_Closes1009WithoutReadingItAll()
    {
        await using var edge = await Edge.StartAsync();
        await using var socket = await edge.SocketAsync();

        // 4 GiB are announced, one MiB comes.
        await socket.SendRawAsync([0x82, 0xFF, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4, .. new byte[1024 * 1024]]);

        Assert.Equal((RawWebSocketOpcode.Close, 1009), await CloseAsync(socket));
    }

    [Fact]
    public async Task Message_OverTheLimitByFragments_Closes1009()
    {
        await using var edge = await Edge.StartAsync(options => options.MaxMessageBytes = 1000);
        await using var socket = await edge.SocketAsync();

        await socket.SendFrameAsync(RawWebSocketOpcode.Binary, new byte[600], fin: false);
        await socket.SendFrameAsync(RawWebSocketOpcode.Continuation, new byte[600], fin: false);

        Assert.Equal((RawWebSocketOpcode.Close, 1009), await CloseAsync(socket));
        Assert.Empty(edge.Handled);
    }

    [Fact]
    public async Task Close_OfTheClient_IsAnsweredAfterWhatCameBefore()
    {
        await using var edge = await Edge.StartAsync();
        await using var socket = await edge.SocketAsync();

        await socket.SendTextAsync("last");
        await socket.SendCloseAsync();

        Assert.Equal((RawWebSocketOpcode.Text, "last"), await ReadAsync(socket));
        Assert.Equal((RawWebSocketOpcode.Close, 1000), await CloseAsync(socket));
        var log = await edge.WhenLoggedAsync(1008);
        Assert.Equal("closed-by-client", log["Code"]);
    }

    [Fact]
    public async Task Close_OfTheApplication_Is1000AfterWhatWasSent()
    {
        await using var edge = await Edge.StartAsync();
        await using var socket = await edge.SocketAsync();

        await socket.SendTextAsync("first");
        await socket.SendTextAsync("bye");

        Assert.Equal((RawWebSocketOpcode.Text, "first"), await ReadAsync(socket));
        Assert.Equal((RawWebSocketOpcode.Close, 1000), await CloseAsync(socket));
    }

    [Fact]
    public async Task Kick_Is1008()
    {
        await using var edge = await Edge.StartAsync();
        await using var socket = await edge.SocketAsync();
        var id = edge.SessionOf(socket.Handshake.Head["MultiTransport-Session"]!).Id;

        edge.Sessions.Kick(id);

        Assert.Equal((RawWebSocketOpcode.Close, 1008), await CloseAsync(socket));
    }

    [Fact]
    public async Task Overrun_Is1013()
    {
        await using var edge = await Edge.StartAsync(options => (options.LogMessages, options.Overflow) = (2, OverflowPolicy.DropOldest));
        await using var socket = await edge.SocketAsync();
        var id = edge.SessionOf(socket.Handshake.Head["MultiTransport-Session"]!).Id;
        var session = edge.Sessions.Find(id)!;
        var message = Message.FromBinary(new byte[60_000]);

        // The client does not read, so that the socket's buffers fill up and the log overruns.
        for (var i = 0; i < 2000; i++)
        {
            Assert.True(session.TrySend(message));
        }

        Assert.Equal((RawWebSocketOpcode.Close, 1013), await CloseAsync(socket));
    }

    private static async Task<(RawWebSocketOpcode Opcode, string Text)> ReadAsync(RawWebSocket socket)
    {
        var message = await socket.ReadMessageAsync().WithTimeout(what: "the next WebSocket message");
        Assert.NotNull(message);
        return (message.Opcode, message.Text);
    }

    /// <summary>The close, what came before it thrown away.</summary>
    private static async Task<(RawWebSocketOpcode? Opcode, int? Status)> CloseAsync(RawWebSocket socket)
    {
        RawWebSocketFrame? frame;
        do
        {
            frame = await socket.ReadMessageAsync().WithTimeout(what: "the WebSocket close");
        }
        while (frame is { Opcode: not RawWebSocketOpcode.Close });
        return (frame?.Opcode, frame?.CloseCode);
    }
}
