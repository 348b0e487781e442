using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace MultiTransport.Protocol.Tests;

public sealed class FrameWriterTests
{
    public static TheoryData<string, int> Reasons => new()
    {
        { new string('a', 119), 119 },
        { new string('a', 120), 120 },
        { new string('a', 121), 120 },
        { new string('a', 100_000), 120 },
        { new string('a', 119) + "é", 119 },
        { new string('a', 118) + "é", 120 },
        { new string('a', 118) + "€", 118 },
        { new string('a', 117) + "€b", 120 },
        { new string('a', 117) + "😀", 117 },
        { new string('a', 116) + "😀b", 120 },
        { string.Concat(Enumerable.Repeat("😀", 31)), 120 },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_long_reason_is_cut_at_a_character(string reason, int length)
    {
        var text = ReadClose(reason);
        Assert.Equal(length, Encoding.UTF8.GetByteCount(text));
        Assert.StartsWith(text, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unpaired_surrogate_is_replaced()
    {
        Assert.Equal("\uFFFD", ReadClose("\uD83D"));
        Assert.Equal("a\uFFFDb", ReadClose("a\uDE00b"));
        Assert.Equal(new string('a', 117) + "\uFFFD", ReadClose(new string('a', 117) + "\uD83D\uD83D"));
    }

    [Fact]
    public void Any_reason_is_the_longest_beginning_of_whole_characters() => Prop.ForAll(Generators.Text.ToArbitrary(), reason =>
    {
        var text = ReadClose(reason);
        var next = reason.EnumerateRunes().Skip(text.EnumerateRunes().Count()).FirstOrDefault();
        var length = Encoding.UTF8.GetByteCount(text);
        return reason.StartsWith(text, StringComparison.Ordinal)
            && length <= FrameWriter.MaxReason
            && (text == reason || length + next.Utf8SequenceLength > FrameWriter.MaxReason);
    }).Check(Generators.Many);

    [Fact]
    public void The_longest_control_frame_fits_its_buffer()
    {
        var longest = new string('a', 1000);
        var buffer = new byte[FrameWriter.MaxControlFrame];
        var fail = FrameWriter.WriteFail(buffer, Varint.MaxValue, longest);
        Assert.Single(VectorCarrier.Read(buffer.AsSpan(0, fail)).Frames);
        var attached = new AttachedFrame
        {
            Nonce = ulong.MaxValue,
            Connection = Varint.MaxValue,
            Active = true,
            Received = Varint.MaxValue,
            Handled = Varint.MaxValue,
            Position = Varint.MaxValue,
        };
        Assert.Single(VectorCarrier.Read(buffer.AsSpan(0, attached.Write(buffer))).Frames);
        Assert.Single(VectorCarrier.Read(buffer.AsSpan(0, FrameWriter.WriteGap(buffer, Varint.MaxValue, Varint.MaxValue))).Frames);
    }

    [Fact]
    public void A_fail_is_cut_like_a_close()
    {
        var buffer = new byte[FrameWriter.MaxControlFrame];
        var reader = new FrameReader(buffer.AsSpan(0, FrameWriter.WriteFail(buffer, 7, new string('a', 119) + "é")));
        Assert.Equal(FrameReadResult.Frame, reader.Read());
        Assert.True(NumberAndText.TryParse(reader.Payload, out var number, out var code));
        Assert.Equal((7, new string('a', 119)), (number, code));
    }

    private static string ReadClose(string reason)
    {
        var buffer = new byte[FrameWriter.MaxControlFrame];
        var reader = new FrameReader(buffer.AsSpan(0, FrameWriter.WriteClose(buffer, CloseCode.Closed, reason)));
        Assert.Equal(FrameReadResult.Frame, reader.Read());
        Assert.Equal(FrameType.Close, reader.Type);
        Assert.True(NumberAndText.TryParse(reader.Payload, out var code, out var text));
        Assert.Equal((long)CloseCode.Closed, code);
        return text;
    }
}
