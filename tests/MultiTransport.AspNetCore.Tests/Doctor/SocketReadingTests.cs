using MultiTransport.AspNetCore.Doctor;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Tests.Doctor;

/// <summary>What both ends saw of a WebSocket, and what it means.</summary>
public sealed class SocketReadingTests
{
    [Fact]
    public void Read_BothHeard_Works() => Assert.Equal(SocketVerdict.Works, SocketReading.Of(new SocketProbe { Opened = 5, Greeted = 6, Answered = 7 }).Verdict);

    [Fact]
    public void Read_OnlyTheServersGreetingCame_IsSwallowedOnTheWayUp()
    {
        var reading = SocketReading.Of(new SocketProbe { Opened = 5, Greeted = 6, GaveUp = 2005, Server = Accepted() });

        Assert.Equal(SocketVerdict.UpSwallowed, reading.Verdict);
        Assert.Contains("the server got nothing of what the client sent in 2,005 ms", reading.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TheServerHeardAndTheClientDidNot_IsSwallowedOnTheWayDown() =>
        Assert.Equal(SocketVerdict.DownSwallowed, SocketReading.Of(new SocketProbe { Opened = 5, GaveUp = 2005, Server = Accepted() with { Greeted = 1 } }).Verdict);

    [Fact]
    public void Read_NobodyHeard_IsSwallowed() =>
        Assert.Equal(SocketVerdict.Swallowed, SocketReading.Of(new SocketProbe { Opened = 5, GaveUp = 2005, Server = Accepted() }).Verdict);

    [Fact]
    public void Read_NoUpgradeArrived_NamesWhatTheServerSaw()
    {
        var reading = SocketReading.Of(new SocketProbe { Ended = 5, Server = Saw(null, "close", 426) });

        Assert.Equal(SocketVerdict.UpgradeGone, reading.Verdict);
        Assert.Contains("the server saw GET over HTTP/1.1, no Upgrade, Connection: close, and answered 426", reading.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("websocket", "keep-alive", 426, "ConnectionRewritten")]
    [InlineData("websocket", null, 400, "ConnectionRewritten")]
    [InlineData("websocket", "keep-alive, Upgrade", 403, "RefusedHere")]
    [InlineData("websocket", "Upgrade", 101, "AnswerLost")]
    [InlineData("websocket", "Upgrade", 400, "Unknown")]
    public void Read_AHandshakeThatArrived_IsJudgedByWhatArrived(string? upgrade, string? connection, int answered, string expected) =>
        Assert.Equal(expected, SocketReading.Of(new SocketProbe { Ended = 5, Server = Saw(upgrade, connection, answered) }).Verdict.ToString());

    [Fact]
    public void Read_AHandshakeThatNeverArrived_IsRefusedOnTheWayOrHangs()
    {
        Assert.Equal(SocketVerdict.RefusedOnTheWay, SocketReading.Of(new SocketProbe { Ended = 5, Status = 403, Server = new SocketRecord() }).Verdict);
        Assert.Equal(SocketVerdict.Hangs, SocketReading.Of(new SocketProbe { GaveUp = 2000, Server = new SocketRecord() }).Verdict);
    }

    [Fact]
    public void Read_AFailureThatTheServerCouldNotBeAskedAbout_IsUnknown() => Assert.Equal(SocketVerdict.Unknown, SocketReading.Of(new SocketProbe { Ended = 5 }).Verdict);

    private static SocketRecord Accepted() => Saw("websocket", "Upgrade", 101);

    private static SocketRecord Saw(string? upgrade, string? connection, int answered) => new()
    {
        Handshake = new ArrivedResponse { Arrived = true, Method = "GET", Protocol = "HTTP/1.1", Upgrade = upgrade, Connection = connection, Key = true, Answered = answered },
    };
}
