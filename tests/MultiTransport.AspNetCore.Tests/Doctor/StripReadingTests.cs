using MultiTransport.AspNetCore.Doctor;

namespace MultiTransport.AspNetCore.Tests.Doctor;

/// <summary>Arrivals of the five beats that are sent at 0, 250, 500, 900 and 1300 ms, and what they say.</summary>
public sealed class StripReadingTests
{
    public static TheoryData<string, double, double, double[]> Arrivals => new()
    {
        { "Flows", 5, 4, [4, 255, 504, 905, 1304] },
        { "Flows", 600, 610, [610, 862, 1111, 1512, 1913] }, // a satellite
        { "Flows", 5, 60, [60, 310, 640, 960, 1420] }, // a busy machine
        { "Late", 5, 207, [207, 458, 710, 1110, 1512] }, // HAProxy
        { "Late", 5, 4, [206, 457, 708, 1107, 1508] },
        { "Late", 5, 227, [253, 253, 650, 1053, 1459] }, // the first is so late that the second catches up
        { "Late", 5, 207, [207, 252, 660, 1060, 1500] }, // an acknowledgement came just before the second
        { "Flows", 5, 4, [207, 252, 502, 1060, 1303] }, // a hiccup of two
        { "OneBehind", 5, 4, [254, 505, 903, 1304, 1504] },
        { "OneBehind", 5, 254, [254, 505, 903, 1304, 1504] },
        { "FirstHeld", 5, 4, [254, 254, 504, 903, 1304] },
        { "Held", 5, 1505, [1505, 1505, 1506, 1506, 1506] },
        { "BodyHeld", 5, 4, [1505, 1505, 1505, 1505, 1505] }, // ziproxy
        { "Flows", 5, 4, [4, 255, 950, 951, 1304] }, // a hiccup
        { "Batched", 5, 904, [904, 904, 904, 904, 1504] },
    };

    [Theory]
    [MemberData(nameof(Arrivals))]
    public void Read_OfArrivals_SaysWhatHappened(string expected, double roundTrip, double head, double[] at)
    {
        var beats = StripPlan.Beats.Zip(at, (sent, came) => new Beat { Sent = sent, At = came }).ToArray();
        var strip = new StripProbe { Name = "sse", Status = 200, Head = head, Beats = beats, Complete = true, End = 1506 };

        var reading = StripReading.Of(strip, roundTrip);

        Assert.Equal(expected, reading.Verdict.ToString());
        Assert.Contains(" ms", reading.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfWhatNeverCame_SaysSilentOrHeld()
    {
        Assert.Equal(StripVerdict.Silent, StripReading.Of(new StripProbe { GaveUp = 4000 }, 5).Verdict);
        Assert.Equal(StripVerdict.BodyHeld, StripReading.Of(new StripProbe { Status = 200, Head = 4, GaveUp = 4000 }, 5).Verdict);
    }

    [Fact]
    public void Read_OfAnError_SaysRefusedAndWhich()
    {
        var reading = StripReading.Of(new StripProbe { Status = 503, Head = 4, End = 5 }, 5);

        Assert.Equal((StripVerdict.Refused, "was answered 503"), (reading.Verdict, reading.Evidence));
    }

    [Fact]
    public void Read_OfAPageInItsPlace_SaysNotOurs() =>
        Assert.Equal(StripVerdict.NotOurs, StripReading.Of(new StripProbe { Status = 200, Type = "text/html", Head = 4, End = 5 }, 5).Verdict);

    [Fact]
    public void Read_OfBytesThatSomebodyCompressedUnreadably_SaysHeldAndInWhichCoding()
    {
        var reading = StripReading.Of(new StripProbe { Status = 200, Type = "text/event-stream", Encoding = "identity, gzip", Head = 23, End = 1518 }, 5);

        Assert.Equal(StripVerdict.BodyHeld, reading.Verdict);
        Assert.Contains("identity, gzip", reading.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAStreamThatEndsWithoutItsEnd_SaysCut()
    {
        var strip = new StripProbe { Status = 200, Head = 4, Beats = [new Beat { At = 4 }, new Beat { At = 254, Sent = 250 }], End = 700, Fault = "reset" };

        Assert.Equal(StripVerdict.Cut, StripReading.Of(strip, 5).Verdict);
    }

    [Fact]
    public void Read_OfNothing_SaysUnknown() => Assert.Equal(StripVerdict.Unknown, StripReading.Of(new StripProbe(), 5).Verdict);
}
