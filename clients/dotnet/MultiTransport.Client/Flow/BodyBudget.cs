namespace MultiTransport.Client;

/// <summary>How many bytes of messages the next POST may hold: half as many after one that failed without an answer of ours, twice as many after one that worked.</summary>
internal sealed class BodyBudget
{
    private int _limit = int.MaxValue;

    /// <summary>In bytes; at the least one message goes.</summary>
    public int Bytes => _limit;

    /// <summary>A POST with this many bytes of messages failed.</summary>
    public void Failed(int bytes) => _limit = Math.Max(1, Math.Min(bytes, _limit) / 2);

    /// <summary>What made them fail is out of the way.</summary>
    public void Reset() => _limit = int.MaxValue;

    public void Worked() => _limit = _limit > int.MaxValue / 2 ? int.MaxValue : _limit * 2;
}
