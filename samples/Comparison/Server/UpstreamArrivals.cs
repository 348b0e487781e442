using MultiTransport.Comparison.Measures;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Server;

/// <summary>The messages that reached the handler: how many, how old they were, and whether each session's came once and in order.</summary>
internal sealed class UpstreamArrivals
{
    private readonly Lock _gate = new();
    private Histogram _latency = new();
    private long _messages;
    private long _disorders;

    public void Record(Session session, ReadOnlySpan<byte> payload)
    {
        var now = MonotonicClock.Now;
        lock (_gate)
        {
            _messages++;
            if (Stamp.TryRead(payload, out var sent, out var number))
            {
                _latency.Record(now - sent);
                var last = session.State as long? ?? 0;
                if (number != last + 1)
                {
                    _disorders++;
                }

                session.State = number;
            }
        }
    }

    public ArrivalsAnswer Read()
    {
        lock (_gate)
        {
            return new ArrivalsAnswer(_messages, _disorders, [.. _latency.Buckets()]);
        }
    }

    public void Reset()
    {
        lock (_gate)
        {
            _latency = new Histogram();
            _messages = 0;
            _disorders = 0;
        }
    }
}
