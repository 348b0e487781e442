namespace MultiTransport.Server.Lab.Network;

/// <summary>Decides when a response's writes go on: at once, at the end, or one behind.</summary>
internal sealed class HeldBack
{
    /// <summary>Whoever buffers has a buffer, and lets all of it go when it is full.</summary>
    public const int Capacity = 64 * 1024;

    private readonly Queue<byte[]> _kept = new();
    private int _bytes;

    /// <summary>One write came, or none and the conditions are others: what is to go on now, in order.</summary>
    public IEnumerable<byte[]> Take(byte[] write, string hold, bool isEnd)
    {
        if (write.Length > 0)
        {
            _kept.Enqueue(write);
            _bytes += write.Length;
        }

        var left = isEnd || _bytes > Capacity ? 0 : hold switch
        {
            NetworkConditions.End => _kept.Count,
            NetworkConditions.Behind => 1,
            _ => 0,
        };
        while (_kept.Count > left)
        {
            var next = _kept.Dequeue();
            _bytes -= next.Length;
            yield return next;
        }
    }
}
