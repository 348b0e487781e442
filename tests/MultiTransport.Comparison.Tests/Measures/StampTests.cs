using MultiTransport.Comparison.Measures;

namespace MultiTransport.Comparison.Tests.Measures;

public sealed class StampTests
{
    [Theory]
    [InlineData(25, false)]
    [InlineData(64, false)]
    [InlineData(1024, true)]
    public void TryRead_WhatWasWritten_ComesBack(int size, bool isBinary)
    {
        var payload = Stamp.NewPayload(size, isBinary);
        Stamp.Write(payload, 123_456_789_012_345, 4711);
        Assert.True(Stamp.TryRead(payload, out var nanoseconds, out var number));
        Assert.Equal((123_456_789_012_345, 4711), (nanoseconds, number));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(24)]
    public void Write_ATooSmallMessage_LeavesItAsItIs(int size)
    {
        var payload = Stamp.NewPayload(size, isBinary: false);
        Stamp.Write(payload, 1, 1);
        Assert.Equal(new string('x', size), System.Text.Encoding.ASCII.GetString(payload));
        Assert.False(Stamp.TryRead(payload, out _, out _));
    }
}
