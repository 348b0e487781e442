using MultiTransport.Chaos.Host;
using MultiTransport.Chaos.Runs;

namespace MultiTransport.Chaos.Tests.Runs;

/// <summary>What makes a run fail: each planted, alone, in a report that is good otherwise.</summary>
public class VerdictTests
{
    private static readonly ProcessReading Base = new(20_000_000, 100_000_000, Timers: 3, Threads: 20, Files: 90, Sockets: 1, Tasks: 10, Unobserved: 0);

    [Fact]
    public void Good_HasNoFailure() => Assert.Empty(Report().Failures);

    [Fact]
    public void Lost_Fails() => Assert.Equal(["1 Lost"], (Report() with { Wrongs = new Dictionary<string, long> { ["Lost"] = 1 } }).Failures);

    [Fact]
    public void Fault_ThatNeverStruck_Fails() =>
        Assert.Contains("'network down'", Assert.Single((Report() with { Faults = new Dictionary<string, long> { ["network down"] = 0 } }).Failures), StringComparison.Ordinal);

    [Fact]
    public void Nothing_Compared_Fails() => Assert.Single((Report() with { Messages = new Dictionary<string, long>() }).Failures);

    [Theory]
    [InlineData(100, 1, false)]
    [InlineData(100, 2, true)]
    [InlineData(30_000, 3, false)]
    [InlineData(30_000, 4, true)]
    public void Blocked_MayBeOneInTenThousand(long sent, long refused, bool fails)
    {
        var report = Report() with { Messages = new Dictionary<string, long> { ["lives settled"] = 20, ["sent"] = sent, [Verdict.Refused] = refused } };

        Assert.Equal(fails, report.Failures.Count > 0);
        Assert.Contains(fails ? $"{refused} of {sent}" : $"{refused} refused as blocked", ReportText.Of(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Heap_CertainlyGrowing_Fails() => Assert.Single((Report() with { Heap = new Slope(40, 5, 3, 7) }).Failures);

    [Fact]
    public void Heap_PerhapsGrowing_DoesNot() => Assert.Empty((Report() with { Heap = new Slope(5, 5, -20, 30) }).Failures);

    [Fact]
    public void Session_Left_Fails() => Assert.Single(After(reading => reading with { Sessions = 1 }).Failures);

    [Theory]
    [InlineData("sockets")]
    [InlineData("timers")]
    [InlineData("async methods")]
    [InlineData("file descriptors")]
    [InlineData("threads")]
    [InlineData("unobserved exceptions")]
    public void Leak_OfEitherProcess_Fails(string what)
    {
        var leaked = what switch
        {
            "sockets" => Base with { Sockets = 2 },
            "timers" => Base with { Timers = 6 },
            "async methods" => Base with { Tasks = 15 },
            "file descriptors" => Base with { Files = 95 },
            "threads" => Base with { Threads = 100 },
            _ => Base with { Unobserved = 1 },
        };

        Assert.StartsWith("host: ", Only(After(reading => reading with { Process = leaked })), StringComparison.Ordinal);
        Assert.StartsWith("clients: ", Only(Report() with { RunAfter = leaked }), StringComparison.Ordinal);

        string Only(ChaosReport report)
        {
            var failure = Assert.Single(report.Failures);
            Assert.Contains(what, failure, StringComparison.Ordinal);
            return failure;
        }
    }

    private static ChaosReport After(Func<HostReading, HostReading> change)
    {
        var report = Report();
        return report with { HostAfter = change(report.HostAfter) };
    }

    private static ChaosReport Report() => new()
    {
        Command = "",
        At = DateTimeOffset.UnixEpoch,
        Seed = 1,
        Seconds = 60,
        Crew = new Dictionary<string, int>(),
        Messages = new Dictionary<string, long> { ["lives settled"] = 20 },
        Carried = new Dictionary<string, long>(),
        Faults = new Dictionary<string, long> { ["network down"] = 3 },
        Wrongs = new Dictionary<string, long> { ["Lost"] = 0 },
        WrongTexts = [],
        Moments = [],
        Heap = new Slope(40, 0.2, -0.4, 0.8),
        HostBefore = Base,
        HostAfter = new HostReading
        {
            Process = Base,
            Sessions = 0,
            Lanes = 0,
            Closes = new Dictionary<string, long>(),
            Wrongs = new Dictionary<string, long>(),
            WrongTexts = [],
            Logged = new Dictionary<string, string>(),
            Unobserved = [],
            Tasks = [],
        },
        RunBefore = Base,
        RunAfter = Base,
        RunUnobserved = [],
        RunTasks = [],
    };
}
