using MultiTransport.Comparison.Measures;

namespace MultiTransport.Comparison.Tests.Measures;

public sealed class ClockOffsetTests
{
    private const long Ahead = 5_000_000_000;

    [Fact]
    public void Estimate_UnequalWays_TheTruthIsWithinTheError()
    {
        var random = new Random(3);
        var samples = Enumerable.Range(0, 32).Select(index =>
        {
            var (there, back) = (random.NextInt64(200_000, 900_000), random.NextInt64(200_000, 900_000));
            var asked = index * 10_000_000L;
            return new ClockSample(asked, asked + there + Ahead, asked + there + 50_000 + Ahead, asked + there + 50_000 + back);
        }).ToList();
        var offset = ClockOffset.Estimate(samples);
        Assert.InRange(Ahead, offset.Nanoseconds - offset.ErrorNanoseconds, offset.Nanoseconds + offset.ErrorNanoseconds);
        Assert.True(offset.ErrorNanoseconds < 500_000, "the shortest round trip bounds the error");
    }

    [Fact]
    public void Estimate_NoSample_SaysSo() => Assert.Throws<ArgumentException>(() => ClockOffset.Estimate([]));

    [Fact]
    public void Contradiction_AClockThatJumped_IsSaidWithTheAmount()
    {
        var jump = new ClockOffset(1_000_000, 20_000).Contradiction(new ClockOffset(4_000_000, 30_000));
        Assert.Contains("a clock jumped", jump, StringComparison.Ordinal);
        Assert.Contains("3.000 ms", jump, StringComparison.Ordinal);
    }

    [Fact]
    public void Contradiction_WithinBothErrors_IsNone() =>
        Assert.Null(new ClockOffset(1_000_000, 20_000).Contradiction(new ClockOffset(1_040_000, 30_000)));
}
