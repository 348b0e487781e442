namespace MultiTransport.Load;

/// <summary>A reading of <see cref="Traffic"/>, or the difference of two.</summary>
internal readonly record struct TrafficCount(long Up, long Down, long HeadUp, long HeadDown, int Requests, int Connections)
{
    public long Total => Up + Down;

    public long Heads => HeadUp + HeadDown;

    public static TrafficCount operator -(TrafficCount after, TrafficCount before) => new(
        after.Up - before.Up,
        after.Down - before.Down,
        after.HeadUp - before.HeadUp,
        after.HeadDown - before.HeadDown,
        after.Requests - before.Requests,
        after.Connections - before.Connections);
}
