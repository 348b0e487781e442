using System.Text;
using MultiTransport.Server.Lab;

namespace MultiTransport.Server.Tests.Lab;

public sealed class LabStampTests
{
    [Theory]
    [InlineData(1, 1, 0u, "0100000100000000")]
    [InlineData(255, 60_000, 600_000_000u, "ff00ea6023c34600")]
    public void Write_ThenRead_GivesTheSame(byte run, int number, uint microseconds, string expected)
    {
        var payload = LabStamp.NewPayload(LabStamp.Length, isBinary: true);
        LabStamp.Write(payload, run, number, microseconds);

        Assert.Equal(expected, Encoding.ASCII.GetString(payload));
        Assert.True(LabStamp.TryRead(payload, out var readRun, out var readNumber, out var readMicroseconds));
        Assert.Equal((run, number, microseconds), (readRun, readNumber, readMicroseconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("010000010000000")]
    [InlineData("0100000g00000000")]
    [InlineData("01 0000100000000")]
    [InlineData("-100000100000000")]
    public void TryRead_OfWhatIsNoStamp_IsFalse(string text) => Assert.False(LabStamp.TryRead(Encoding.ASCII.GetBytes(text), out _, out _, out _));
}
