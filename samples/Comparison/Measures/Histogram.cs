using System.Numerics;

namespace MultiTransport.Comparison.Measures;

/// <summary>
/// Counts of times in nanoseconds, in buckets that grow with the value: 128 to each power of two, so that a percentile is at most 0.4 % off, and two
/// histograms can be added. Percentiles are taken here and nowhere else: there is no average of averages.
/// </summary>
internal sealed class Histogram
{
    /// <summary>The furthest that a percentile can be off, relative to the true value.</summary>
    public const double RelativeError = 1.0 / 256;

    private const int SubBits = 7;
    private const int SubBuckets = 1 << SubBits;

    private readonly long[] _counts = new long[(64 - SubBits) * SubBuckets];

    public long Count { get; private set; }

    public long Max { get; private set; }

    public static Histogram FromBuckets(IEnumerable<Bucket> buckets)
    {
        var histogram = new Histogram();
        foreach (var bucket in buckets)
        {
            histogram.Record(bucket.Nanoseconds, bucket.Count);
        }

        return histogram;
    }

    /// <summary>A time below nothing is a clock that went back; it counts as nothing, which the caller reports.</summary>
    public void Record(long nanoseconds, long times = 1)
    {
        nanoseconds = Math.Max(nanoseconds, 0);
        _counts[IndexOf(nanoseconds)] += times;
        Count += times;
        Max = Math.Max(Max, nanoseconds);
    }

    public void Add(Histogram other)
    {
        for (var index = 0; index < _counts.Length; index++)
        {
            _counts[index] += other._counts[index];
        }

        Count += other.Count;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>The time that this share of all values does not exceed, in nanoseconds; 0 where there are none.</summary>
    /// <param name="percentile">0 to 100.</param>
    public long Percentile(double percentile)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(Count * percentile / 100));
        var seen = 0L;
        for (var index = 0; index < _counts.Length; index++)
        {
            seen += _counts[index];
            if (seen >= rank && Count > 0)
            {
                return Math.Min(MiddleOf(index), Max);
            }
        }

        return 0;
    }

    public double Milliseconds(double percentile) => Percentile(percentile) / 1e6;

    /// <summary>The buckets that hold something, by their middles, in order; the last one tells the greatest value.</summary>
    public IReadOnlyList<Bucket> Buckets()
    {
        var buckets = new List<Bucket>();
        for (var index = 0; index < _counts.Length; index++)
        {
            if (_counts[index] > 0)
            {
                buckets.Add(new Bucket(Math.Min(MiddleOf(index), Max), _counts[index]));
            }
        }

        return buckets;
    }

    private static int IndexOf(long value)
    {
        if (value < SubBuckets)
        {
            return (int)value;
        }

        var shift = BitOperations.Log2((ulong)value) - SubBits;
        return ((shift + 1) * SubBuckets) + (int)((value >> shift) - SubBuckets);
    }

    private static long MiddleOf(int index)
    {
        if (index < SubBuckets)
        {
            return index;
        }

        var shift = (index / SubBuckets) - 1;
        var low = (long)((index % SubBuckets) + SubBuckets) << shift;
        return low + ((1L << shift) / 2);
    }
}
