using MultiTransport.Comparison.Measures;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Tests.Measures;

public sealed class OpenLoopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Start_AnyGenerator_SendsAtTheInstantsThatWereFixedBefore()
    {
        using var loop = new EventLoop();
        var due = new List<long>();
        var sender = new OpenLoop(loop, perSecond: 1000, count: 50, (_, at) => due.Add(at));
        var start = MonotonicClock.Now;
        sender.Start(start);
        Assert.True(loop.RunUntil(() => sender.IsDone, Patience));
        Assert.Equal(Enumerable.Range(0, 50).Select(index => start + (index * 1_000_000L)), due);
    }

    [Fact]
    public void Start_ASendThatBlocks_LaterOnesCountFromWhenTheyWereDue()
    {
        using var loop = new EventLoop();
        var ages = new List<long>();
        var sender = new OpenLoop(loop, perSecond: 1000, count: 40, (number, at) =>
        {
            ages.Add(MonotonicClock.Now - at);
            if (number == 1)
            {
                MonotonicClock.SleepUntil(MonotonicClock.Now + 30_000_000); // 30 ms in which nothing is sent
            }
        });
        sender.Start(MonotonicClock.Now);
        Assert.True(loop.RunUntil(() => sender.IsDone, Patience));

        // Message 11 was due 10 ms after message 1, so it is at least 20 ms old; a closed loop would have called it new.
        Assert.Equal(40, ages.Count);
        Assert.True(ages[10] >= 19_000_000, $"it was {ages[10]} ns old");
        Assert.True(sender.Lateness.Max >= 28_000_000);
    }

    [Fact]
    public void OfGenerator_AGeneratorThatIsSlowOnPurpose_IsNamedAsTheLimit()
    {
        using var loop = new EventLoop { Drag = TimeSpan.FromMilliseconds(20) };
        var senders = Enumerable.Range(0, 4).Select(_ => new OpenLoop(loop, perSecond: 200, count: 20, (_, _) => { })).ToList();
        var start = MonotonicClock.Now;
        senders.ForEach(sender => sender.Start(start));
        Assert.True(loop.RunUntil(() => senders.TrueForAll(sender => sender.IsDone), Patience));
        Assert.Contains("the generator was the limit", Health.OfGenerator(busy: 0.5, senders[3].Lateness), StringComparison.Ordinal);
    }

    [Fact]
    public void OfGenerator_BusyAllTheTime_IsNamedAsTheLimit() =>
        Assert.Contains("the generator was the limit", Health.OfGenerator(busy: 0.97, lateness: null), StringComparison.Ordinal);

    [Fact]
    public void OfGenerator_OneThatKeptUp_IsNot()
    {
        var lateness = new Histogram();
        lateness.Record(100_000, 1000);
        Assert.Null(Health.OfGenerator(busy: 0.4, lateness));
    }
}
