using MultiTransport.Chaos.Checks;

namespace MultiTransport.Chaos.Tests.Checks;

public class ParcelTests
{
    [Fact]
    public void Read_GivesWhatWasWritten()
    {
        var bytes = Parcel.Write(ParcelKind.Echo, 17, 3, 1_000_000_007, [1, 2, 3]);

        var parcel = Assert.NotNull(Parcel.Read(bytes));

        Assert.Equal((ParcelKind.Echo, 17, 3, 1_000_000_007L), (parcel.Kind, parcel.Lane, parcel.Life, parcel.Number));
        Assert.Equal([1, 2, 3], parcel.Body.ToArray());
        Assert.Equal(Parcel.HashIn(bytes), parcel.Hash);
    }

    [Fact]
    public void Read_AnyBitTurned_IsNoParcel()
    {
        var bytes = Parcel.Write(ParcelKind.Message, 1, 1, 1, [7, 7]);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(Parcel.Read(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Read_CutAnywhere_IsNoParcel()
    {
        var bytes = Parcel.Write(ParcelKind.Message, 1, 1, 1, [7, 7]);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Null(Parcel.Read(bytes.AsMemory(0, length)));
        }
    }

    [Fact]
    public void Closing_GivesWhatWasWritten()
    {
        var closing = new Closing(new Tally(1, ulong.MaxValue), new Tally(2, 5), new Tally(long.MaxValue, 6), 7);

        Assert.Equal(closing, Closing.Parse(closing.ToBytes()));
    }
}
