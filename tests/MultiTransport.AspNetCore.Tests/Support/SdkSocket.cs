namespace MultiTransport.AspNetCore.Tests.Support;

/// <summary>A WebSocket of frames.</summary>
public sealed class SdkSocket(RawWebSocket socket) : IAsyncDisposable
{
    private readonly Queue<WireFrame> _frames = new();

    public RawWebSocket Raw => socket;

    /// <summary>The first frame, where it was read.</summary>
    public WireAttached? Attached { get; set; }

    /// <summary>The status of the WebSocket close, once it has come.</summary>
    public int? Status { get; private set; }

    public Task SendAsync(params WireFrame[] frames) => socket.SendBinaryAsync(WireFrame.Join(frames));

    /// <summary>The next frame.</summary>
    public async Task<WireFrame> FrameAsync()
    {
        var frame = await TryFrameAsync();
        Assert.NotNull(frame);
        return frame;
    }

    /// <summary>The next frame that is not a ping or pong; null at the end.</summary>
    public async Task<WireFrame?> TryFrameAsync()
    {
        while (true)
        {
            while (_frames.TryDequeue(out var frame))
            {
                if (frame.Type is not (WireFrameType.Ping or WireFrameType.Pong))
                {
                    return frame;
                }
            }

            var message = await socket.ReadMessageAsync().WithTimeout(what: "the next WebSocket message");
            if (message is null || message.Opcode == RawWebSocketOpcode.Close)
            {
                Status = message?.CloseCode;
                return null;
            }

            Assert.Equal(RawWebSocketOpcode.Binary, message.Opcode);
            foreach (var frame in WireReader.ReadAll(message.Payload))
            {
                _frames.Enqueue(frame);
            }
        }
    }

    /// <summary>Reads up to the close frame, which must be the last, and the WebSocket close after it.</summary>
    public async Task<WireClose> CloseAsync()
    {
        WireFrame frame;
        do
        {
            frame = await FrameAsync();
        }
        while (frame.Type != WireFrameType.Close);
        Assert.Null(await TryFrameAsync());
        return WireClose.Parse(frame);
    }

    public ValueTask DisposeAsync() => socket.DisposeAsync();
}
