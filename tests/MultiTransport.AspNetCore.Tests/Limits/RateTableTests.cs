namespace MultiTransport.AspNetCore.Tests.Limits;

public sealed class RateTableTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void TryTake_MoreThanTheBurst_FillsAgainWithTime()
    {
        var table = new RateTable(2, _time);

        Assert.Equal(8, Take(table, "a", 20));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Take(table, "a", 20));
        _time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(8, Take(table, "a", 20));
    }

    [Fact]
    public void TryTake_AnotherKey_HasItsOwnRate()
    {
        var table = new RateTable(2, _time);
        Take(table, "a", 20);

        Assert.Equal(8, Take(table, "b", 20));
        Assert.Equal(8, Take(table, "A", 20));
    }

    [Fact]
    public void TryTake_RateOfZero_IsWithoutABound()
    {
        var table = new RateTable(0, _time);

        Assert.Equal(10_000, Take(table, "a", 10_000));
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public void TryTake_MoreKeysThanItHolds_ShareOneRate()
    {
        var table = new RateTable(2, _time, maxKeys: 3);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(1, Take(table, $"held {i}", 1));
        }

        Assert.Equal(8, Enumerable.Range(0, 100).Sum(i => Take(table, $"other {i}", 1)));
        Assert.Equal(7, Take(table, "held 0", 20));
        Assert.Equal(3, table.Count);
    }

    [Fact]
    public void Sweep_ForgetsThoseWhoseBurstIsThereAgain()
    {
        var table = new RateTable(2, _time, maxKeys: 2);
        Take(table, "little", 1);
        Take(table, "much", 8);

        table.Sweep();
        Assert.Equal(2, table.Count);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        table.Sweep();
        Assert.Equal(1, table.Count);
        Assert.Equal(1, Take(table, "much", 20));
        _time.Advance(TimeSpan.FromSeconds(4));
        table.Sweep();
        Assert.Equal(0, table.Count);
        Assert.Equal(8, Take(table, "another", 20));
    }

    [Fact]
    public void TryTake_FromManyThreads_GivesNoMoreThanThereIs()
    {
        var table = new RateTable(1_000, _time);
        var taken = 0;

        Parallel.For(0, 20_000, _ => Interlocked.Add(ref taken, table.TryTake("a") ? 1 : 0));

        Assert.Equal((4_000, 1), (taken, table.Count));
    }

    private static int Take(RateTable table, string key, int times) => Enumerable.Range(0, times).Count(_ => table.TryTake(key));
}
