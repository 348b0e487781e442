using System.Text;

namespace MultiTransport.Benchmarks.Generator;

internal delegate void EventHandler(ReadOnlySpan<byte> lines);

/// <summary>Reads a held <c>text/event-stream</c> response; the handler gets an event's lines without the empty one.</summary>
internal sealed class EventStream(EventHandler handler) : IReceiver
{
    private byte[] _body = new byte[1024];
    private int _count;
    private bool _headRead;

    public int Receive(Span<byte> data) => _headRead ? ReadChunk(data) : ReadHead(data);

    private int ReadHead(Span<byte> data)
    {
        if (!HttpHead.TryRead(data, out var head))
        {
            return 0;
        }

        if (head.Status != 200 || !head.IsChunked)
        {
            throw new BenchmarkException("an event stream was answered: " + Encoding.UTF8.GetString(data));
        }

        _headRead = true;
        return head.Bytes.Length;
    }

    private int ReadChunk(Span<byte> data)
    {
        if (!Chunks.TryRead(data, out var chunk, out var used))
        {
            return 0;
        }

        if (chunk.Length == 0)
        {
            throw new BenchmarkException("an event stream came to its end: " + Encoding.UTF8.GetString(_body.AsSpan(0, _count)));
        }

        if (_body.Length - _count < chunk.Length)
        {
            Array.Resize(ref _body, (_count + chunk.Length) * 2);
        }

        chunk.CopyTo(_body.AsSpan(_count));
        _count += chunk.Length;
        ReadEvents();
        return used;
    }

    private void ReadEvents()
    {
        var start = 0;
        while (_body.AsSpan(start, _count - start).IndexOf("\n\n"u8) is var end && end >= 0)
        {
            handler(_body.AsSpan(start, end));
            start += end + 2;
        }

        _body.AsSpan(start, _count - start).CopyTo(_body);
        _count -= start;
    }
}
