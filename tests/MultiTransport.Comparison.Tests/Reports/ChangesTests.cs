using MultiTransport.Comparison.Reports;
using MultiTransport.Comparison.Results;

namespace MultiTransport.Comparison.Tests.Reports;

public sealed class ChangesTests
{
    [Fact]
    public void Between_ARunAndItself_IsNothing() => Assert.Empty(Changes.Between(SampleReport.New(), SampleReport.New()));

    [Fact]
    public void Between_WithinTheSpread_IsNothing() => Assert.Empty(Changes.Between(SampleReport.New(1.5), SampleReport.New(1.51)));

    [Fact]
    public void Between_BeyondTheSpread_TellsTheFigureAndByHowMuch()
    {
        var changes = Changes.Between(SampleReport.New(1.5), SampleReport.New(3));
        Assert.Equal(2, changes.Count);
        Assert.Equal(("latency", "websocket; round trip 0 ms", "p50 ms", "+100 %"), (changes[0].Scenario, changes[0].Row, changes[0].Figure, changes[0].Difference));
    }

    [Fact]
    public void Between_AVerdictARowOrAScenarioThatChanged_TellsThat()
    {
        var after = SampleReport.New();
        after.Scenarios[0] = after.Scenarios[0] with { Verdict = Verdict.Holds };
        after.Scenarios[0].Rows.RemoveAt(1);
        after.Scenarios.RemoveAt(1);
        var changes = Changes.Between(SampleReport.New(), after);
        Assert.Equal(["verdict: depends > holds", ": present > gone", ": run > not run"], changes.Select(change => $"{change.Figure}: {change.Before} > {change.After}"));
    }
}
