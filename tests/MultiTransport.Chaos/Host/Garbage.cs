namespace MultiTransport.Chaos.Host;

/// <summary>Makes garbage of all sizes, keeps some of it until it is old, and collects in between.</summary>
internal static class Garbage
{
    private const int Kept = 64;
    private const int Largest = 256 * 1024; // beyond the large objects' bound

    public static int Make(int megabytes)
    {
        var random = new Random(megabytes);
        var kept = new byte[Kept][];
        var before = GC.CollectionCount(GC.MaxGeneration);
        for (var left = megabytes * 1024L * 1024; left > 0;)
        {
            var piece = new byte[random.Next(16, Largest)];
            kept[random.Next(Kept)] = piece;
            left -= piece.Length;
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        return GC.CollectionCount(GC.MaxGeneration) - before;
    }
}
