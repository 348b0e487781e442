namespace MultiTransport.Core.Tests;

public sealed class TopicHistoryTests
{
    private const int Steps = 400;

    /// <summary>The seeds of histories that once failed stand here.</summary>
    [Theory]
    [InlineData(20261124)]
    [InlineData(407427871)]
    [InlineData(1825955727)]
    [InlineData(1954970121)]
    public void AnyHistory_OfAKnownSeed_GivesEachPositionOnceOrAGap(int seed) => Run(seed);

    [Fact]
    public void AnyHistory_OfNewSeeds_GivesEachPositionOnceOrAGap()
    {
        for (var run = 0; run < 60; run++)
        {
            Run(Random.Shared.Next());
        }
    }

    /// <summary>A property that nothing happens in proves nothing.</summary>
    [Fact]
    public void AnyHistory_ManyOfThem_DeliverAndLose()
    {
        var runs = Enumerable.Range(1, 10).Select(Run).ToList();
        Assert.True(runs.Sum(static run => run.Messages) > 1_000, $"{runs.Sum(static run => run.Messages)} messages");
        Assert.True(runs.Sum(static run => run.Gaps) > 30, $"{runs.Sum(static run => run.Gaps)} gaps");
    }

    private static TopicHistoryRun Run(int seed)
    {
        var run = new TopicHistoryRun(seed);
        try
        {
            run.Run(Steps);
        }
        catch (Exception fault)
        {
            Assert.Fail($"Seed {seed}: {fault.Message}\n{string.Join('\n', run.Trace.Take(1).Concat(run.Trace.TakeLast(100)))}\n{fault.StackTrace}");
        }

        return run;
    }
}
