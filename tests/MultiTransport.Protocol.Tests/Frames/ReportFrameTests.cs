using System.Text;

namespace MultiTransport.Protocol.Tests;

public sealed class ReportFrameTests
{
    private const int Most = ReportFrame.MaxWords;

    [Theory]
    [InlineData("sse held", true)]
    [InlineData("s h", true)]
    [InlineData("sse ", false)]
    [InlineData(" held", false)]
    [InlineData("sseheld", false)]
    [InlineData("sse held twice", false)]
    [InlineData("s\u007Fe held", false)]
    [InlineData("", false)]
    public void Two_words_are_a_report(string words, bool expected) => Assert.Equal(expected, ReportFrame.TryParse(Payload(words), out _));

    [Fact]
    public void The_words_have_a_bound()
    {
        Assert.True(ReportFrame.TryParse(Payload($"sse {new string('x', Most - 4)}"), out var frame));
        Assert.Equal(("sse", Most - 4), (frame.Transport, frame.Reason.Length));
        Assert.False(ReportFrame.TryParse(Payload($"sse {new string('x', Most - 3)}"), out _));
    }

    [Fact]
    public void The_longest_one_is_written_and_read()
    {
        var written = new ReportFrame { Alive = Varint.MaxValue, Silent = Varint.MaxValue, Transport = new string('t', Most / 2), Reason = new string('r', (Most / 2) - 1) };
        var bytes = new byte[FrameWriter.MaxControlFrame];
        var reader = new FrameReader(bytes.AsSpan(0, written.Write(bytes)));

        Assert.Equal(FrameReadResult.Frame, reader.Read());
        Assert.True(ReportFrame.TryParse(reader.Payload, out var read));
        Assert.Equal(written, read);
    }

    private static byte[] Payload(string words) => [1, 2, .. Encoding.Latin1.GetBytes(words)];
}
