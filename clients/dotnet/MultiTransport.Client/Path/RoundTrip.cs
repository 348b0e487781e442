namespace MultiTransport.Client;

/// <summary>The smallest recent duration of an exchange that waits for nobody: a smaller sample replaces it, a greater one moves it by an eighth.</summary>
internal sealed class RoundTrip
{
    private static readonly TimeSpan BeforeTheFirst = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LeastDoubt = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostDoubt = TimeSpan.FromSeconds(8);

    private long _ticks;
    private long _assumed = BeforeTheFirst.Ticks;

    public TimeSpan Value => Interlocked.Read(ref _ticks) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : TimeSpan.FromTicks(Interlocked.Read(ref _assumed));

    public void Sample(TimeSpan sample)
    {
        var ticks = Math.Max(1, sample.Ticks);
        var before = Interlocked.Read(ref _ticks);
        Interlocked.Exchange(ref _ticks, before == 0 || ticks <= before ? ticks : before + ((ticks - before) / 8));
    }

    /// <summary>Something that waits for nobody was not answered in time: the line may be slow, so the next ones are given longer. A sample puts that right.</summary>
    public void Doubt()
    {
        var longer = Math.Clamp((2 * Value).Ticks, LeastDoubt.Ticks, MostDoubt.Ticks);
        if (longer <= Value.Ticks)
        {
            return;
        }

        if (Interlocked.Read(ref _ticks) > 0)
        {
            Interlocked.Exchange(ref _ticks, longer);
        }
        else
        {
            Interlocked.Exchange(ref _assumed, longer);
        }
    }

    /// <summary>At least <paramref name="least"/>, and as many round trips.</summary>
    public TimeSpan AtLeast(TimeSpan least, int trips) => Value * trips is var waited && waited > least ? waited : least;
}
