using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace MultiTransport.AspNetCore;

/// <summary>The WebSockets that have not sent their attach yet: bounded in number, and each in time by the shared sweep.</summary>
internal sealed class PendingAttaches(ServerLimits limits, TimeProvider time)
{
    private readonly ConcurrentDictionary<PendingAttach, byte> _pending = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public bool TryEnter(TimeSpan timeout, HttpContext context, [NotNullWhen(true)] out PendingAttach? ticket)
    {
        if (Interlocked.Increment(ref _count) > limits.MaxPendingAttaches)
        {
            Interlocked.Decrement(ref _count);
            ticket = null;
            return false;
        }

        ticket = new PendingAttach(this, context, time.GetTimestamp() + (long)(timeout.TotalSeconds * time.TimestampFrequency));
        _pending.TryAdd(ticket, 0);
        return true;
    }

    public void Leave(PendingAttach ticket)
    {
        if (_pending.TryRemove(ticket, out _))
        {
            Interlocked.Decrement(ref _count);
        }
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
