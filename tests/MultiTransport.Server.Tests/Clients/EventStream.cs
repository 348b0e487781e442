using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Clients;

/// <summary>A held <c>text/event-stream</c>, one event after the other.</summary>
internal sealed class EventStream(Stream body) : IDisposable
{
    private readonly SseParser _parser = new();
    private readonly Queue<SseEvent> _ready = new();
    private readonly byte[] _buffer = new byte[4096];

    public void Dispose() => body.Dispose();

    /// <summary>The next event; null at the end.</summary>
    public async Task<SseEvent?> ReadAsync()
    {
        while (_ready.Count == 0)
        {
            var read = await body.ReadAsync(_buffer).WithTimeout();
            if (read == 0)
            {
                return null;
            }

            foreach (var one in _parser.Feed(_buffer.AsSpan(0, read)))
            {
                _ready.Enqueue(one);
            }
        }

        return _ready.Dequeue();
    }
}
