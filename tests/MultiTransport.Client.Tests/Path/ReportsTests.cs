using System.Buffers;

namespace MultiTransport.Client.Tests;

public sealed class ReportsTests
{
    private readonly Reports _reports = new();

    [Fact]
    public void Proven_IsToldOnceARungAndSession()
    {
        _reports.Proven("sse");
        _reports.Proven("sse");
        _reports.Proven("websocket");
        Assert.Equal(["sse proven 0 0", "websocket proven 0 0"], Written());
        _reports.Proven("sse");
        Assert.Empty(Written());
        _reports.Restart();
        _reports.Proven("sse");
        Assert.Equal(["sse proven 0 0"], Written());
    }

    [Theory]
    [InlineData("refused", "refused")]
    [InlineData("no-answer", "no-answer")]
    [InlineData("not-ours", "not-ours")]
    [InlineData("swallowed", "swallowed")]
    [InlineData("held", "held")]
    [InlineData("late", "late")]
    [InlineData("died-young", "died-young")]
    [InlineData("cut", "died-young")]
    [InlineData("busy", null)]
    [InlineData("superseded", null)]
    [InlineData("listed-last", null)]
    public void Failed_TellsWhatTheNetworkDid(string reason, string? told)
    {
        _reports.Failed("websocket", reason, TimeSpan.FromMilliseconds(1503.7));
        Assert.Equal(told is null ? [] : [$"websocket {told} 1503 0"], Written());
    }

    [Theory]
    [InlineData(0.9, false)]
    [InlineData(8, true)]
    public void PollCut_AtOnce_SaysNothingOfHolds(double seconds, bool told)
    {
        _reports.PollCut(TimeSpan.FromSeconds(seconds));
        Assert.Equal(told ? ["longpoll cut 8000 8000"] : [], Written());
    }

    [Fact]
    public void Written_ButNotArrived_IsToldAgainFirst()
    {
        _reports.Failed("websocket", "refused", TimeSpan.Zero);
        var output = new ArrayBufferWriter<byte>();
        var written = _reports.Write(output)!;
        _reports.Failed("sse", "held", TimeSpan.FromSeconds(1));
        _reports.Repeat(written);
        Assert.Equal(["websocket refused 0 0", "sse held 1000 0"], Written());
    }

    [Fact]
    public void More_ThanTheServerTakes_AreNotTold()
    {
        for (var i = 0; i < 100; i++)
        {
            _reports.Failed("sse", "held", TimeSpan.Zero);
        }

        Assert.Equal(32, Written().Count);
    }

    private List<string> Written()
    {
        var output = new ArrayBufferWriter<byte>();
        _reports.Write(output);
        var lines = new List<string>();
        var reader = new FrameReader(output.WrittenSpan);
        while (reader.Read() == FrameReadResult.Frame)
        {
            Assert.Equal(FrameType.Report, reader.Type);
            Assert.True(ReportFrame.TryParse(reader.Payload, out var report));
            lines.Add($"{report.Transport} {report.Reason} {report.Alive} {report.Silent}");
        }

        return lines;
    }
}
