namespace MultiTransport.Client;

/// <summary>Learns how long this network lets a poll be held: cuts at the same age twice set it, ten full holds in a row make it longer again.</summary>
internal sealed class HoldLearner
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    private TimeSpan _most = TimeSpan.FromSeconds(20);
    private TimeSpan? _cutBefore;
    private int _full;

    public TimeSpan Hold { get; private set; } = TimeSpan.FromSeconds(20);

    /// <summary>A session says how long its server holds.</summary>
    public void Offered(TimeSpan most)
    {
        Hold = Hold == _most || Hold > most ? most : Hold;
        _most = most;
    }

    /// <summary>A poll was held to its end.</summary>
    public void Full()
    {
        if (++_full >= 10)
        {
            _full = 0;
            Hold = Min(_most, Hold * 1.1);
        }
    }

    /// <summary>A poll was cut, or answered by someone else, at this age.</summary>
    public void Cut(TimeSpan age)
    {
        _full = 0;
        if (age <= TimeSpan.FromSeconds(1))
        {
            return;
        }

        if (_cutBefore is { } before && (age - before).Duration() <= Max(age, before) * 0.1)
        {
            Hold = Min(_most, Max(Least, age * 0.7));
        }

        _cutBefore = age;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
