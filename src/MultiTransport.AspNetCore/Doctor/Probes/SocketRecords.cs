namespace MultiTransport.AspNetCore.Doctor;

/// <summary>The last WebSockets by the token that their client made up: whoever knows it may ask, nobody else can. Bounded in number and time.</summary>
internal sealed class SocketRecords(TimeProvider time)
{
    public const int MaxCount = 512;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<(ulong, ulong), OpenRecord> _byToken = [];
    private readonly Queue<((ulong, ulong) Token, OpenRecord Record)> _order = new();

    public void Add((ulong, ulong) token, OpenRecord record)
    {
        lock (_gate)
        {
            _byToken[token] = record; // a replay: the newest counts
            _order.Enqueue((token, record));
            while (_order.Count > MaxCount || (_order.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Record.At) >= Life))
            {
                var (gone, old) = _order.Dequeue();
                if (_byToken.TryGetValue(gone, out var kept) && ReferenceEquals(kept, old))
                {
                    _byToken.Remove(gone);
                }
            }
        }
    }

    /// <summary>What is on record; one in which nothing arrived where nothing is.</summary>
    public SocketRecord Find((ulong, ulong) token)
    {
        lock (_gate)
        {
            return _byToken.TryGetValue(token, out var record) ? record.Tell() : new SocketRecord();
        }
    }
}
