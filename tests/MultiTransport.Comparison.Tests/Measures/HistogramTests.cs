using MultiTransport.Comparison.Measures;

namespace MultiTransport.Comparison.Tests.Measures;

public sealed class HistogramTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Percentile_RandomTimes_IsWithinTheKnownErrorOfTheExactOne(int seed)
    {
        var random = new Random(seed);
        var exact = Enumerable.Range(0, 20_000).Select(_ => (long)Math.Exp(random.NextDouble() * 25)).Order().ToArray();
        var histogram = new Histogram();
        foreach (var value in exact)
        {
            histogram.Record(value);
        }

        foreach (var percentile in new[] { 0.1, 1, 10, 50, 90, 99, 99.9, 100 })
        {
            var expected = exact[(int)Math.Ceiling(exact.Length * percentile / 100) - 1];
            Assert.InRange(histogram.Percentile(percentile), expected - 1 - (expected * Histogram.RelativeError), expected + 1 + (expected * Histogram.RelativeError));
        }
    }

    [Fact]
    public void Percentile_SmallValues_AreExact()
    {
        var histogram = new Histogram();
        for (var value = 1; value <= 100; value++)
        {
            histogram.Record(value);
        }

        Assert.Equal(50, histogram.Percentile(50));
        Assert.Equal(99, histogram.Percentile(99));
        Assert.Equal(100, histogram.Max);
    }

    [Fact]
    public void Percentile_Empty_IsNothing() => Assert.Equal(0, new Histogram().Percentile(50));

    [Fact]
    public void Percentile_NeverExceedsTheMaximum()
    {
        var histogram = new Histogram();
        histogram.Record(1_000_003);
        Assert.Equal(1_000_003, histogram.Percentile(99.9));
    }

    [Fact]
    public void Record_BelowNothing_CountsAsNothing()
    {
        var histogram = new Histogram();
        histogram.Record(-5);
        Assert.Equal(1, histogram.Count);
        Assert.Equal(0, histogram.Max);
    }

    [Fact]
    public void FromBuckets_ItsOwnBuckets_HasTheSamePercentiles()
    {
        var random = new Random(7);
        var histogram = new Histogram();
        for (var count = 0; count < 1000; count++)
        {
            histogram.Record(random.NextInt64(10_000_000_000));
        }

        var copy = Histogram.FromBuckets(histogram.Buckets());
        Assert.Equal(histogram.Count, copy.Count);
        Assert.All([1, 50, 99, 100], percentile => Assert.Equal(histogram.Percentile(percentile), copy.Percentile(percentile)));
    }

    [Fact]
    public void Add_IsRecordingBoth()
    {
        var (one, two, both) = (new Histogram(), new Histogram(), new Histogram());
        for (var value = 0; value < 500; value++)
        {
            (value % 2 == 0 ? one : two).Record(value * 7919L);
            both.Record(value * 7919L);
        }

        one.Add(two);
        Assert.Equal(both.Buckets(), one.Buckets());
    }
}
