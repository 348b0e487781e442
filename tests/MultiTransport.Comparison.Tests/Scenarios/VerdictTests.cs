using MultiTransport.Comparison.Results;
using MultiTransport.Comparison.Scenarios;

namespace MultiTransport.Comparison.Tests.Scenarios;

public sealed class VerdictTests
{
    [Theory]
    [InlineData(98, 4, Verdict.Holds)]
    [InlineData(60, 4, Verdict.DependsOn)]
    public void Overhead_JudgesTheShareOfTheProtocol(double pollShare, double socketFraming, Verdict expected)
    {
        const string Where = "size=16; headers=curl; cookies=0";
        Row[] rows =
        [
            Rows.Of("websocket", Where, ("protocol share", 20), ("framing", socketFraming), ("headers", 0)),
            Rows.Of("longpoll", Where, ("protocol share", pollShare), ("framing", 70), ("headers", 280)),
        ];
        Assert.Equal(expected, new OverheadScenario().Judge(rows).Verdict);
    }

    [Theory]
    [InlineData(50, 50, Verdict.DoesNotHold)]
    [InlineData(50, 120, Verdict.Holds)]
    public void Latency_JudgesThePollAgainstTheSocket(double socket, double poll, Verdict expected)
    {
        const string Where = "rate=50/s; clients=1; round trip=100 ms";
        Row[] rows = [Rows.Of("websocket", Where, ("p50", socket)), Rows.Of("sse", Where, ("p50", socket)), Rows.Of("longpoll", Where, ("p50", poll))];
        Assert.Equal(expected, new LatencyScenario().Judge(rows).Verdict);
    }

    [Fact]
    public void Latency_SlowerOnlyOverADistance_Depends()
    {
        Row[] rows =
        [
            Rows.Of("websocket", "round trip=0 ms", ("p50", 0.3)), Rows.Of("longpoll", "round trip=0 ms", ("p50", 0.4)),
            Rows.Of("websocket", "round trip=100 ms", ("p50", 50)), Rows.Of("longpoll", "round trip=100 ms", ("p50", 110)),
        ];
        Assert.Equal(Verdict.DependsOn, new LatencyScenario().Judge(rows).Verdict);
    }

    [Theory]
    [InlineData(0, Verdict.DependsOn)]
    [InlineData(1, Verdict.DoesNotHold)]
    public void Reconnect_OneLostMessage_IsNeverForgiven(double faults, Verdict expected)
    {
        Row[] rows = [Rows.Of("websocket", "cut=once", ("lost or doubled", faults), ("time to resume", 5), ("cuts", 1))];
        Assert.Equal(expected, new ReconnectScenario().Judge(rows).Verdict);
    }

    [Theory]
    [InlineData(1, Verdict.Holds)]
    [InlineData(0, Verdict.DoesNotHold)]
    public void Masking_AnUnmaskedFrameMustBeRefused(double refused, Verdict expected)
    {
        Row[] rows =
        [
            Rows.Of("client frame", "", ("MASK bit", 1), ("payload", 15)),
            Rows.Of("server frame", "", ("MASK bit", 0), ("payload", 15)),
            Rows.Of("unmasked client frame", "", ("refused", refused), ("close code", 1002)),
        ];
        Assert.Equal(expected, new MaskingScenario().Judge(rows).Verdict);
    }

    [Theory]
    [InlineData(1.34, Verdict.DependsOn)]
    [InlineData(1.01, Verdict.DoesNotHold)]
    public void Binary_JudgesWhatTheEventStreamPays(double ratio, Verdict expected)
    {
        const string Where = "size=65536; direction=down";
        Row[] rows = [Rows.Of("websocket", Where, ("wire / raw", 1.001)), Rows.Of("sse", Where, ("wire / raw", ratio)), Rows.Of("stream", Where, ("wire / raw", 1.01))];
        Assert.Equal(expected, new BinaryScenario().Judge(rows).Verdict);
    }

    [Fact]
    public void EmptyPolls_MostOfThemForNothing_Holds()
    {
        Row[] rows =
        [
            Rows.Of("websocket", "message every=60 s", ("requests/h", 0), ("of them for nothing", 0), ("bytes/h", 3000)),
            Rows.Of("shortpoll", "message every=60 s; asks every=1 s", ("requests/h", 3600), ("of them for nothing", 3540), ("bytes/h", 2_800_000)),
        ];
        Assert.Equal(Verdict.Holds, new EmptyPollsScenario().Judge(rows).Verdict);
    }

    [Fact]
    public void Every_WithoutWhatItNeeds_SaysNotHere()
    {
        IScenario[] needTransports =
        [
            new OverheadScenario(), new EmptyPollsScenario(), new LatencyScenario(), new UpstreamScenario(), new DuplexScenario(), new HandshakeScenario(), new BinaryScenario(),
            new StateScenario(), new HeartbeatScenario(), new ReconnectScenario(), new HeldConnectionsScenario(), new FirewallScenario(), new PeersScenario(),
        ];
        Assert.All(needTransports, scenario => Assert.Equal(Verdict.NotHere, scenario.Judge([]).Verdict));
    }
}
