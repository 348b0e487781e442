using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>How sessions ended that a client may still ask for; bounded, the oldest go first.</summary>
internal sealed class Tombstones
{
    private const int MaxCount = 10_000;

    private readonly Dictionary<SessionId, CloseCode> _codes = [];
    private readonly Queue<(SessionId Id, long At)> _order = new();
    private readonly Lock _gate = new();

    public void Add(SessionId id, CloseCode code, long now)
    {
        lock (_gate)
        {
            if (_codes.TryAdd(id, code))
            {
                _order.Enqueue((id, now));
            }

            if (_order.Count > MaxCount)
            {
                _codes.Remove(_order.Dequeue().Id);
            }
        }
    }

    /// <summary>The code of a session that ended, or <see cref="CloseCode.SessionUnknown"/>.</summary>
    public CloseCode Find(SessionId id)
    {
        lock (_gate)
        {
            return _codes.GetValueOrDefault(id, CloseCode.SessionUnknown);
        }
    }

    public void ForgetBefore(long time)
    {
        lock (_gate)
        {
            while (_order.TryPeek(out var oldest) && oldest.At < time)
            {
                _codes.Remove(_order.Dequeue().Id);
            }
        }
    }
}
