using System.Buffers.Binary;

namespace MultiTransport.Chaos.Checks;

/// <summary>The body of <see cref="ParcelKind.Finished"/>: what the server has sent and taken in this life of a lane.</summary>
internal readonly record struct Closing(Tally Echoes, Tally Broadcasts, Tally Taken, long Surplus)
{
    private const int Length = 7 * sizeof(long);

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        long[] values = [Echoes.Count, (long)Echoes.Chain, Broadcasts.Count, (long)Broadcasts.Chain, Taken.Count, (long)Taken.Chain, Surplus];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        }

        return bytes;
    }

    public static Closing Parse(ReadOnlySpan<byte> bytes)
    {
        var values = new long[Length / sizeof(long)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt64BigEndian(bytes[(i * sizeof(long))..]);
        }

        return new Closing(
            new Tally(values[0], (ulong)values[1]), new Tally(values[2], (ulong)values[3]), new Tally(values[4], (ulong)values[5]), values[6]);
    }
}
