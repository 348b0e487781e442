namespace MultiTransport.Testing;

/// <summary>How far and how narrow a direction is.</summary>
/// <param name="Latency">How long each piece is on its way; pieces do not wait for one another.</param>
/// <param name="BytesPerSecond">How much leaves in a second; null is no limit.</param>
/// <param name="Jitter">Added to the latency, anew for each piece.</param>
internal sealed record LaneWidth(TimeSpan Latency, long? BytesPerSecond, Func<TimeSpan>? Jitter = null)
{
    public static LaneWidth Ideal { get; } = new(TimeSpan.Zero, null);

    public TimeSpan Wait() => Latency + (Jitter?.Invoke() ?? TimeSpan.Zero);
}
