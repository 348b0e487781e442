using MultiTransport.Server.Lab;

namespace MultiTransport.Server.Tests.Lab;

public sealed class LabOrderTests
{
    private static readonly LabOrder Good = new(LabOrder.Down, Rate: 10, Size: 16, IsBinary: false, Seconds: 60);

    [Fact]
    public void Fault_OfAnOrderWithinTheBounds_IsNone() => Assert.Null(Good.Fault(sessions: 5));

    [Theory]
    [InlineData("sideways", 10, 16, 60, "direction is 'sideways'; accepted: down, up, both.")]
    [InlineData(null, 10, 16, 60, "direction is missing; accepted: down, up, both.")]
    [InlineData("down", 0, 16, 60, "rate is 0; accepted: 0.1 to 100 messages a second.")]
    [InlineData("down", double.NaN, 16, 60, "rate is NaN; accepted: 0.1 to 100 messages a second.")]
    [InlineData("down", 1e300, 16, 60, "rate is 1E+300; accepted: 0.1 to 100 messages a second.")]
    [InlineData("down", 10, 15, 60, "size is 15; accepted: 16 to 65536 bytes.")]
    [InlineData("down", 10, 65_537, 60, "size is 65537; accepted: 16 to 65536 bytes.")]
    [InlineData("down", 10, 16, 0, "seconds is 0; accepted: 1 to 600.")]
    [InlineData("down", 10, 16, 601, "seconds is 601; accepted: 1 to 600.")]
    [InlineData("down", 100, 65_536, 60, "rate × size × transports × directions is 32768000 bytes a second; accepted: up to 4194304.")]
    public void Fault_OfAnOrderBeyondTheBounds_NamesFieldValueAndWhatIsAccepted(string? direction, double rate, int size, int seconds, string expected) =>
        Assert.Equal(expected, new LabOrder(direction!, rate, size, IsBinary: false, seconds).Fault(sessions: 5));

    [Fact]
    public void Fault_OfBothWays_CountsTwice()
    {
        var order = Good with { Rate = 8, Size = 65_536 };
        Assert.Null(order.Fault(sessions: 5));
        Assert.StartsWith("rate × size", (order with { Direction = LabOrder.Both }).Fault(sessions: 5));
    }

    [Fact]
    public void Fault_WithoutSessions_SaysThatNothingCouldBeMeasured() => Assert.Equal("No session has joined: nothing could be measured.", Good.Fault(sessions: 0));
}
