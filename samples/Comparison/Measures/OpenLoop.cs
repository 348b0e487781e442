using MultiTransport.Load;

namespace MultiTransport.Comparison.Measures;

/// <summary>
/// Sends at instants that were fixed before: message i at start + i × interval, whatever happened to the messages before it. Where the loop comes
/// late, everything that is due goes out at once, stamped with the instants at which it should have gone.
/// </summary>
internal sealed class OpenLoop(EventLoop loop, double perSecond, long count, Action<long, long> send)
{
    private readonly double _interval = 1e9 / perSecond;
    private long _start;

    /// <summary>How late the sends were.</summary>
    public Histogram Lateness { get; } = new();

    public long Sent { get; private set; }

    public bool IsDone => Sent == count;

    /// <param name="start">The instant of the first message.</param>
    public void Start(long start)
    {
        _start = start;
        if (count > 0)
        {
            loop.At(start, Tick);
        }
    }

    private void Tick()
    {
        for (var now = MonotonicClock.Now; Sent < count && Due(Sent) <= now; now = MonotonicClock.Now)
        {
            var due = Due(Sent);
            Lateness.Record(now - due);
            Sent++;
            send(Sent, due);
        }

        if (Sent < count)
        {
            loop.At(Due(Sent), Tick);
        }
    }

    private long Due(long index) => _start + (long)(index * _interval);
}
