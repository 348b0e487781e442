namespace MultiTransport.Chaos.Checks;

/// <summary>How many parcels passed in a flow, and the hash of their hashes in that order: two ends with one tally had the same parcels in the same order.</summary>
internal readonly record struct Tally(long Count, ulong Chain)
{
    public Tally Add(ulong hash) => new(Count + 1, (ulong.RotateLeft(Chain, 23) ^ hash) * 0x9E3779B97F4A7C15);
}
