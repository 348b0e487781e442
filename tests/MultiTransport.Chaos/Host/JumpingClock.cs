namespace MultiTransport.Chaos.Host;

/// <summary>
/// The host's clock, which jumps on command: the wall clock both ways, as a correction does it, the monotonic one forward only, as after a pause of the machine (a clock
/// that runs backwards is none by the contract of <see cref="TimeProvider"/>). Timers run on the system's, so a jump finds them late.
/// </summary>
internal sealed class JumpingClock : TimeProvider
{
    private long _wallTicks;
    private long _monotonic;

    public override long TimestampFrequency => System.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _wallTicks));

    public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref _monotonic);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, dueTime, period);

    public void JumpWall(TimeSpan by) => Interlocked.Add(ref _wallTicks, by.Ticks);

    public void JumpMonotonic(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Interlocked.Add(ref _monotonic, (long)(by.TotalSeconds * TimestampFrequency));
    }
}
