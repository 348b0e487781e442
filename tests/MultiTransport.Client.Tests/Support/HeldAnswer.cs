using System.Buffers;
using System.IO.Pipelines;

namespace MultiTransport.Client.Tests;

/// <summary>An answer that a test writes piece by piece.</summary>
public sealed class HeldAnswer(ScriptedRequest request, PipeWriter writer)
{
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

        await writer.WriteAsync(bytes);
    }

    /// <summary>Bytes as they are.</summary>
    public async Task RawAsync(byte[] bytes) => await writer.WriteAsync(bytes);

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
