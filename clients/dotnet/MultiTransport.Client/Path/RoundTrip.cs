namespace MultiTransport.Client;

/// <summary>The smallest recent duration of an exchange that waits for nobody: a smaller sample replaces it, a greater one moves it by an eighth.</summary>
internal sealed class RoundTrip
{
    private static readonly TimeSpan BeforeTheFirst = TimeSpan.FromMilliseconds(100);

    private long _ticks;

    public TimeSpan Value => Interlocked.Read(ref _ticks) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : BeforeTheFirst;

    public void Sample(TimeSpan sample)
    {
        var ticks = Math.Max(1, sample.Ticks);
        var before = Interlocked.Read(ref _ticks);
        Interlocked.Exchange(ref _ticks, before == 0 || ticks <= before ? ticks : before + ((ticks - before) / 8));
    }

    /// <summary>At least <paramref name="least"/>, and as many round trips.</summary>
    public TimeSpan AtLeast(TimeSpan least, int trips) => Value * trips is var waited && waited > least ? waited : least;
}
