namespace MultiTransport.Client;

/// <summary>Attaches on two connections may cross on the way, which says nothing of the rung: three in a row are excused. Where they always do, something repeats them.</summary>
internal sealed class Crossings
{
    private const int Most = 4;

    private readonly Dictionary<string, int> _inARow = [];

    /// <summary>Whether this one is no failure.</summary>
    public bool Excuse(string rung)
    {
        var count = _inARow.GetValueOrDefault(rung) + 1;
        _inARow[rung] = count % Most;
        return count < Most;
    }

    /// <summary>It carries the session.</summary>
    public void Settled(string rung) => _inARow.Remove(rung);
}
