namespace MultiTransport;

/// <summary>So many in a second, and some more at once. Not thread-safe: what one session sends is handled one at a time.</summary>
internal struct TokenBucket
{
    private double _taken;
    private long _at;

    public bool TryTake(TimeProvider time, int perSecond, int burst)
    {
        var now = time.GetTimestamp();
        _taken = Math.Max(0, _taken - ((now - _at) / (double)time.TimestampFrequency * perSecond));
        _at = now;
        if (_taken > burst - 1)
        {
            return false;
        }

        _taken++;
        return true;
    }

    /// <summary>Whether nothing is taken any more: it is as good as a new one.</summary>
    public readonly bool IsFull(TimeProvider time, int perSecond) => _taken <= (time.GetTimestamp() - _at) / (double)time.TimestampFrequency * perSecond;
}
