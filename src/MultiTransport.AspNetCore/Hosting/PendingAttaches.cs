using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace MultiTransport.AspNetCore;

/// <summary>The WebSockets that have not sent their attach yet: bounded in number, and each in time by the shared sweep.</summary>
internal sealed class PendingAttaches(ServerLimits limits, TimeProvider time)
{
    private readonly ConcurrentDictionary<PendingAttach, byte> _pending = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public bool TryEnter(TimeSpan timeout, [NotNullWhen(true)] out PendingAttach? ticket)
    {
        if (Interlocked.Increment(ref _count) > limits.MaxPendingAttaches)
        {
            Interlocked.Decrement(ref _count);
            ticket = null;
            return false;
        }

        ticket = new PendingAttach(this, time.GetTimestamp() + (long)(timeout.TotalSeconds * time.TimestampFrequency));
        _pending.TryAdd(ticket, 0);
        return true;
    }

    /// <summary>Gives a place back; false where it was given back before.</summary>
    public bool Leave(PendingAttach ticket)
    {
        var left = _pending.TryRemove(ticket, out _);
        if (left)
        {
            Interlocked.Decrement(ref _count);
        }

        return left;
    }

    public void Sweep()
    {
        var now = time.GetTimestamp();
        foreach (var (ticket, _) in _pending)
        {
            if (now >= ticket.Deadline)
            {
                ticket.Expire();
            }
        }
    }
}
