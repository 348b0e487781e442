using System.Collections.Concurrent;

namespace MultiTransport.AspNetCore;

/// <summary>A rate for each key. Bounded: when there are more keys than it holds, those it does not hold share one rate.</summary>
internal sealed class RateTable(int perSecond, TimeProvider time, int maxKeys = RateTable.MaxKeys)
{
    /// <summary>The most keys: some 10 MB where all are in use.</summary>
    public const int MaxKeys = 65_536;

    /// <summary>How many seconds' worth passes at once.</summary>
    public const int Burst = 4;

    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly Bucket _others = new();
    private int _count;

    public int PerSecond => perSecond;

    public int Count => Volatile.Read(ref _count);

    public bool TryTake(string key) => perSecond == 0 || BucketOf(key).TryTake(time, perSecond);

    /// <summary>Forgets the keys whose whole burst is there again: a new bucket is the same.</summary>
    public void Sweep()
    {
        foreach (var (key, bucket) in _buckets)
        {
            if (bucket.IsFull(time, perSecond) && _buckets.TryRemove(key, out _))
            {
                Interlocked.Decrement(ref _count);
            }
        }
    }

    private Bucket BucketOf(string key)
    {
        if (_buckets.TryGetValue(key, out var known))
        {
            return known;
        }

        if (Count >= maxKeys)
        {
            return _others;
        }

        var added = new Bucket();
        var bucket = _buckets.GetOrAdd(key, added);
        if (bucket == added)
        {
            Interlocked.Increment(ref _count);
        }

        return bucket;
    }

    private sealed class Bucket
    {
        private readonly Lock _gate = new();
        private TokenBucket _tokens;

        public bool TryTake(TimeProvider time, int perSecond)
        {
            lock (_gate)
            {
                return _tokens.TryTake(time, perSecond, Burst * perSecond);
            }
        }

        public bool IsFull(TimeProvider time, int perSecond)
        {
            lock (_gate)
            {
                return _tokens.IsFull(time, perSecond);
            }
        }
    }
}
