using System.Buffers;
using System.IO.Pipelines;

namespace MultiTransport.Client.Tests;

/// <summary>An answer that a test writes piece by piece.</summary>
public sealed class HeldAnswer(ScriptedRequest request, PipeWriter writer, WatchedStream body)
{
    private long _written;

    public ScriptedRequest Request { get; } = request;

    /// <summary>Frames in the form of the request's path.</summary>
    public async Task WriteAsync(params byte[][] frames)
    {
        byte[] bytes = [.. frames.SelectMany(static frame => frame)];
        if (Request.Path == "sse")
        {
            var events = new ArrayBufferWriter<byte>();
            EventFraming.WriteEvents(events, bytes);
            bytes = events.WrittenSpan.ToArray();
        }

        await RawAsync(bytes);
    }

    /// <summary>Bytes as they are.</summary>
    public async Task RawAsync(byte[] bytes)
    {
        _written += bytes.Length;
        await writer.WriteAsync(bytes);
    }

    /// <summary>Completes when the client has done what was written and reads on.</summary>
    public Task TakenAsync() => body.TakenAsync(_written).WithTimeout();

    public Task AttachedAsync(bool active = false, long received = 0, long handled = 0, long position = 0) =>
        WriteAsync(Request.Attached(received, handled, position, active));

    public Task BeatAsync(long stamp)
    {
        var payload = new byte[Varint.Length(stamp)];
        Varint.Write(payload, stamp);
        return WriteAsync(WireFrames.Of(FrameType.Ping, payload));
    }

    public Task CutAsync() => writer.CompleteAsync(new IOException("cut")).AsTask();

    public Task EndAsync() => writer.CompleteAsync().AsTask();
}
