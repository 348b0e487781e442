using System.Diagnostics.CodeAnalysis;

namespace MultiTransport.AspNetCore;

/// <summary>The WebSockets that have not sent their attach yet: bounded in number, in all and by address, and each in time by the shared sweep.</summary>
internal sealed class PendingAttaches(ServerLimits limits, TimeProvider time)
{
    private readonly HashSet<PendingAttach> _pending = [];
    private readonly Dictionary<string, int> _addresses = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count;
            }
        }
    }

    /// <summary>Takes a place, or tells which bound forbids it.</summary>
    public bool TryEnter(TimeSpan timeout, string? address, [NotNullWhen(true)] out PendingAttach? ticket, out string bound)
    {
        ticket = null;
        address ??= "";
        var deadline = time.GetTimestamp() + (long)(timeout.TotalSeconds * time.TimestampFrequency);
        lock (_gate)
        {
            var fromAddress = _addresses.GetValueOrDefault(address);
            bound = _pending.Count >= limits.MaxPendingAttaches ? nameof(limits.MaxPendingAttaches)
                : fromAddress >= limits.MaxPendingAttachesPerAddress && address.Length > 0 ? nameof(limits.MaxPendingAttachesPerAddress)
                : "";
            if (bound.Length > 0)
            {
                return false;
            }

            _addresses[address] = fromAddress + 1;
            ticket = new PendingAttach(this, address, deadline);
            _pending.Add(ticket);
            return true;
        }
    }

    /// <summary>Gives a place back; false where it was given back before.</summary>
    public bool Leave(PendingAttach ticket)
    {
        lock (_gate)
        {
            if (!_pending.Remove(ticket))
            {
                return false;
            }

            if (--_addresses[ticket.Address] == 0)
            {
                _addresses.Remove(ticket.Address);
            }

            return true;
        }
    }

    public void Sweep()
    {
        var now = time.GetTimestamp();
        PendingAttach[] late;
        lock (_gate)
        {
            late = [.. _pending.Where(ticket => now >= ticket.Deadline)];
        }

        foreach (var ticket in late)
        {
            ticket.Expire();
        }
    }
}
