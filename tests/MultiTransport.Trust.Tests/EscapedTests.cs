using MultiTransport.Trust.Attacks.Fuzzing;

namespace MultiTransport.Trust.Tests;

public sealed class EscapedTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("4869", "Hi")]
    [InlineData("005C7CFF20", @"\x00\x5C|\xFF ")]
    public void Bytes_AreReadable_AndComeBack(string hex, string text)
    {
        var bytes = Convert.FromHexString(hex);

        Assert.Equal(text, Escaped.Of(bytes));
        Assert.Equal(bytes, Escaped.Read(text));
    }

    [Fact]
    public void Run_OfOneByte_IsWrittenOnce()
    {
        byte[] bytes = [1, .. Enumerable.Repeat((byte)'[', 64), 2];

        Assert.Equal(@"\x01\*5Bx64;\x02", Escaped.Of(bytes));
        Assert.Equal(bytes, Escaped.Read(Escaped.Of(bytes)));
    }
}
