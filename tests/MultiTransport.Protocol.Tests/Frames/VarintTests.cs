using FsCheck;
using FsCheck.Fluent;

namespace MultiTransport.Protocol.Tests;

public sealed class VarintTests
{
    private const string File = "varints.json";

    public static TheoryData<string> Good => Vector.Names(File, "good");

    public static TheoryData<string> Readable => Vector.Names(File, "read");

    public static TheoryData<string> Bad => Vector.Names(File, "bad");

    [Theory]
    [MemberData(nameof(Good))]
    public void Good_is_written_and_read(string name)
    {
        var vector = Vector.Get(File, "good", name);
        var bytes = vector.Bytes("hex");
        var value = vector.Number("value");

        var written = new byte[Varint.MaxLength];
        Assert.Equal(bytes, written[..Varint.Write(written, value)]);
        Assert.Equal(bytes.Length, Varint.Length(value));
        Assert.True(Varint.TryRead(bytes, out var read, out var length));
        Assert.Equal((value, bytes.Length), (read, length));
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public void Other_forms_are_read(string name)
    {
        var vector = Vector.Get(File, "read", name);
        Assert.True(Varint.TryRead(vector.Bytes("hex"), out var value, out var length));
        Assert.Equal((vector.Number("value"), vector.Number("length")), (value, length));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_is_refused(string name) => Assert.False(Varint.TryRead(Vector.Get(File, "bad", name).Bytes("hex"), out _, out _));

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(Varint.MaxValue + 1)]
    [InlineData(long.MaxValue)]
    public void Writing_what_no_receiver_takes_throws(long value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Varint.Write(new byte[16], value));
        Assert.Throws<ArgumentOutOfRangeException>(() => Varint.Length(value));
    }

    [Fact]
    public void Every_value_survives_and_no_prefix_is_a_value() => Prop.ForAll(Generators.Number.ToArbitrary(), value =>
    {
        var bytes = new byte[Varint.MaxLength + 1];
        var length = Varint.Write(bytes, value);
        var prefixes = Enumerable.Range(0, length).Any(cut => Varint.TryRead(bytes.AsSpan(0, cut), out _, out _));
        return length == Varint.Length(value)
            && !prefixes
            && Varint.TryRead(bytes, out var read, out var taken)
            && (read, taken) == (value, length);
    }).Check(Generators.Many);

    [Fact]
    public void Random_bytes_give_a_value_in_range_or_none() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        !Varint.TryRead(bytes, out var value, out var length)
        || (value is >= 0 and <= Varint.MaxValue && length >= 1 && length <= Math.Min(bytes.Length, Varint.MaxLength))).Check(Generators.Many);
}
