using System.Text.Json;

namespace MultiTransport.AspNetCore.Tests.Support;

/// <summary>A response that stays open, read record by record.</summary>
public sealed class HeldAnswer(RawHttp raw, RawResponse response) : IAsyncDisposable
{
    private readonly SseParser _events = new();
    private readonly SseParser _frameEvents = SseFrames.NewParser();
    private readonly WireReader _frames = new();
    private readonly Queue<SseEvent> _read = new();
    private readonly List<byte> _line = [];

    public RawHttp Raw => raw;

    public RawResponse Response => response;

    public int Status => response.StatusCode;

    public SseParser Events => _events;

    /// <summary>The first frame of an SDK's response.</summary>
    public WireAttached? Attached { get; set; }

    /// <summary>The next native event; null at the end.</summary>
    public Task<SseEvent?> EventAsync() => EventAsync(_events).WithTimeout(what: "the next event");

    /// <summary>The next JSON line; null at the end.</summary>
    public Task<JsonElement?> LineAsync() => ReadLineAsync().WithTimeout(what: "the next line");

    /// <summary>The next frame of an SDK's response, pings passed over; null at the end.</summary>
    public async Task<WireFrame?> FrameAsync()
    {
        WireFrame? frame;
        do
        {
            frame = await AnyFrameAsync();
        }
        while (frame?.Type == WireFrameType.Ping);
        return frame;
    }

    /// <summary>Reads up to the close, which must be the last frame.</summary>
    public async Task<WireClose> CloseAsync()
    {
        WireFrame? frame;
        do
        {
            frame = await FrameAsync();
            Assert.NotNull(frame);
        }
        while (frame.Type != WireFrameType.Close);
        Assert.Null(await FrameAsync());
        Assert.True(response.Complete, "the response was cut");
        return WireClose.Parse(frame);
    }

    public async Task<Answer> WholeAsync() => new(response.Head, await response.ReadBodyAsync().WithTimeout());

    public ValueTask DisposeAsync() => raw.DisposeAsync();

    /// <summary>The next frame, pings too.</summary>
    public Task<WireFrame?> AnyFrameAsync() => ReadFrameAsync().WithTimeout(what: "the next frame");

    private async Task<WireFrame?> ReadFrameAsync()
    {
        if (response.Head["Content-Type"] == "text/event-stream")
        {
            return await EventAsync(_frameEvents) is { } received ? SseFrames.Decode(received) : null;
        }

        WireFrame? frame;
        while (!_frames.TryRead(out frame))
        {
            if (await response.ReadAsync() is not { Length: > 0 } bytes)
            {
                return null;
            }

            _frames.Append(bytes);
        }

        return frame;
    }

    private async Task<SseEvent?> EventAsync(SseParser parser)
    {
        while (_read.Count == 0)
        {
            if (await response.ReadAsync() is not { Length: > 0 } bytes)
            {
                return null;
            }

            foreach (var received in parser.Feed(bytes))
            {
                _read.Enqueue(received);
            }
        }

        return _read.Dequeue();
    }

    private async Task<JsonElement?> ReadLineAsync()
    {
        int end;
        while ((end = _line.IndexOf((byte)'\n')) < 0)
        {
            if (await response.ReadAsync() is not { Length: > 0 } bytes)
            {
                return null;
            }

            _line.AddRange(bytes);
        }

        var line = _line.GetRange(0, end).ToArray();
        _line.RemoveRange(0, end + 1);
        return JsonDocument.Parse(line).RootElement;
    }
}
