namespace MultiTransport.Core.Tests;

public sealed class DrainPlanTests
{
    private static readonly TimeSpan Step = DrainPlan.Step;

    [Theory]
    [InlineData(0, 9, 100, 0)]
    [InlineData(1, 9, 100, 0)]
    [InlineData(5, 9, 100, 0)] // one step's worth
    [InlineData(300, 9, 100, 3)] // as fast as the pace lets
    [InlineData(6_000, 9, 100, 6)] // two thirds of the time, whatever the pace
    [InlineData(50, 0, 1, 0)]
    public void Turns_AnyCount_AreSpreadOverWhatThePaceAndTheTimeLet(int count, double timeout, int pace, double window)
    {
        var plan = new DrainPlan(TimeSpan.FromSeconds(timeout), pace);
        var turns = plan.Turns(count, new Random(7));

        Assert.Equal(count, turns.Length);
        Assert.Equal(turns.Order(), turns);
        Assert.All(turns, turn => Assert.InRange(turn, TimeSpan.Zero, TimeSpan.FromSeconds(window)));
        Assert.InRange(turns.Distinct().Count(), Math.Min(count, 1), (int)(window / Step.TotalSeconds) + 1);
        if (count > 0)
        {
            Assert.Equal(TimeSpan.Zero, turns[0]);
        }
    }

    [Theory]
    [InlineData(300, 9, 100, 3)]
    [InlineData(6_000, 9, 100, 6)]
    public void Turns_Many_AreEvenlySpread(int count, double timeout, int pace, double window)
    {
        var turns = new DrainPlan(TimeSpan.FromSeconds(timeout), pace).Turns(count, new Random(7));

        for (var part = 1; part <= 10; part++)
        {
            var before = turns.Count(turn => turn < TimeSpan.FromSeconds(window * part / 10));
            Assert.InRange(before, (count * part / 10.0) - (count * 0.03), (count * part / 10.0) + (count * 0.03) + 1);
        }
    }

    [Fact]
    public void Turns_OfTwoDrains_DifferByChance() =>
        Assert.NotEqual(new DrainPlan(TimeSpan.FromSeconds(9), 100).Turns(300, new Random(1)), new DrainPlan(TimeSpan.FromSeconds(9), 100).Turns(300, new Random(2)));
}
