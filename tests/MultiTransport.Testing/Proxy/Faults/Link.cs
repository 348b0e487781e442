namespace MultiTransport.Testing;

/// <summary>
/// How far and how narrow the way is: a satellite (600 ms), a phone (80 ms, 40 ms of jitter), a modem, a slow loris. Pieces never overtake one another.
/// </summary>
public sealed record Link : ConnectionFault
{
    public TimeSpan LatencyUp { get; init; }

    public TimeSpan LatencyDown { get; init; }

    /// <summary>At most this much more, anew for each piece.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Of the jitter.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Below 20 it is a slow loris: one byte at a time.</summary>
    public long? BytesPerSecondUp { get; init; }

    public long? BytesPerSecondDown { get; init; }

    internal override IDisposable Watch(ProxiedConnection connection)
    {
        var random = new Random(HashCode.Combine(Seed, connection.Index));
        Set(connection.Lane(ProxyDirection.Up), LatencyUp, BytesPerSecondUp, random);
        Set(connection.Lane(ProxyDirection.Down), LatencyDown, BytesPerSecondDown, random);
        return new Undo(connection);
    }

    private void Set(ProxyLane lane, TimeSpan latency, long? rate, Random random)
    {
        lane.Latency = latency;
        lane.BytesPerSecond = rate;
        lane.Jitter = Jitter <= TimeSpan.Zero ? null : () =>
        {
            lock (random)
            {
                return Jitter * random.NextDouble();
            }
        };
    }

    private sealed class Undo(ProxiedConnection connection) : IDisposable
    {
        public void Dispose()
        {
            foreach (var lane in (ProxyLane[])[connection.Lane(ProxyDirection.Up), connection.Lane(ProxyDirection.Down)])
            {
                lane.Latency = TimeSpan.Zero;
                lane.BytesPerSecond = null;
                lane.Jitter = null;
            }
        }
    }
}
