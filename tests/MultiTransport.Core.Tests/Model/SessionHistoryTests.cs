namespace MultiTransport.Core.Tests;

public sealed class SessionHistoryTests
{
    private const int Steps = 1500;

    /// <summary>The seeds of histories that once failed stand here.</summary>
    [Theory]
    [InlineData(20260301)]
    public void AnyHistory_OfAKnownSeed_IsExactlyOnceAndInOrder(int seed) => Run(seed);

    [Fact]
    public void AnyHistory_OfTwentyNewSeeds_IsExactlyOnceAndInOrder()
    {
        for (var run = 0; run < 20; run++)
        {
            Run(Random.Shared.Next());
        }
    }

    /// <summary>A property that nothing happens in proves nothing.</summary>
    [Fact]
    public void AnyHistory_ManyOfThem_DeliverAndLose()
    {
        var histories = Enumerable.Range(1, 10).Select(Run).ToList();
        Assert.All(histories, static history => Assert.True(history.Messages > 100));
        Assert.Contains(histories, static history => history.Lost > 0);
        Assert.Contains(histories, static history => history.Lost == 0);
    }

    private static SessionHistory Run(int seed)
    {
        var history = new SessionHistory(seed);
        try
        {
            history.Run(Steps);
        }
        catch (Exception fault)
        {
            Assert.Fail($"Seed {seed}: {fault.Message}\n{string.Join('\n', history.Trace.TakeLast(60))}\n{fault.StackTrace}");
        }

        return history;
    }
}
