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
        var random = new Random(unchecked((Seed * 7919) + connection.Index));
        var up = new LaneWidth(LatencyUp, BytesPerSecondUp, () => JitterOf(random));
        var down = new LaneWidth(LatencyDown, BytesPerSecondDown, () => JitterOf(random));
        var (upLane, downLane) = (connection.Lane(ProxyDirection.Up), connection.Lane(ProxyDirection.Down));
        upLane.Narrows = upLane.Narrows.Add(up);
        downLane.Narrows = downLane.Narrows.Add(down);
        return new Undo(() =>
        {
            upLane.Narrows = upLane.Narrows.Remove(up);
            downLane.Narrows = downLane.Narrows.Remove(down);
        });
    }

    private TimeSpan JitterOf(Random random)
    {
        lock (random)
        {
            return Jitter * random.NextDouble();
        }
    }
}
