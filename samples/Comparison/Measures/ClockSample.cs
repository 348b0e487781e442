namespace MultiTransport.Comparison.Measures;

/// <summary>One question for the other machine's time: asked, received there, answered there, got; in nanoseconds of whichever clock read it.</summary>
internal readonly record struct ClockSample(long Asked, long Received, long Answered, long Got)
{
    public long RoundTrip => Got - Asked - (Answered - Received);

    /// <summary>The other clock minus ours, if both ways took as long.</summary>
    public long Offset => (Received - Asked + (Answered - Got)) / 2;
}
