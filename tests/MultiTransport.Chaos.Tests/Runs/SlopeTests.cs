using MultiTransport.Chaos.Runs;

namespace MultiTransport.Chaos.Tests.Runs;

public class SlopeTests
{
    [Fact]
    public void Of_AStraightLine_IsItsGrowth()
    {
        // 100 MiB in the middle of the half-hour, and 10 more an hour.
        var slope = Slope.Of(Minutes(30, minute => 100 + (10 * (minute - 14.5) / 60)));

        Assert.NotNull(slope);
        Assert.Equal(10, slope.PercentPerHour, 6);
        Assert.Equal(slope.PercentPerHour, slope.Least, 6);
        Assert.Equal(30, slope.Readings);
    }

    [Fact]
    public void Of_NoiseWithoutGrowth_IsNotSure()
    {
        var random = new Random(7);

        var slope = Slope.Of(Minutes(30, _ => 100 + random.NextDouble()));

        Assert.NotNull(slope);
        Assert.InRange(0, slope.Least, slope.Most);
    }

    [Fact]
    public void Of_GrowthInNoise_IsSure()
    {
        var random = new Random(7);

        var slope = Slope.Of(Minutes(30, minute => 100 + (minute / 6) + random.NextDouble()));

        Assert.NotNull(slope);
        Assert.True(slope.Least > 1, $"{slope}");
        Assert.InRange(10, slope.Least, slope.Most);
    }

    [Fact]
    public void Of_FourReadings_SaysNothing() => Assert.Null(Slope.Of(Minutes(4, static _ => 1)));

    private static List<(TimeSpan At, double Value)> Minutes(int count, Func<double, double> value) =>
        [.. Enumerable.Range(0, count).Select(minute => (TimeSpan.FromMinutes(minute), value(minute)))];
}
