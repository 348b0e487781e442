namespace MultiTransport.Client;

/// <summary>How many bytes of messages the next POST may hold: half as many after one that failed without an answer of ours, twice as many after one that worked.</summary>
internal sealed class BodyBudget
{
    private const int Least = 256;

    private int _limit = int.MaxValue;

    /// <summary>In bytes; at the least one message goes.</summary>
    public int Bytes => _limit;

    /// <summary>A POST with this many bytes of messages failed.</summary>
    public void Failed(int bytes) => _limit = Math.Max(Least, Math.Min(bytes, _limit) / 2);

    public void Worked() => _limit = _limit > int.MaxValue / 2 ? int.MaxValue : _limit * 2;
}
