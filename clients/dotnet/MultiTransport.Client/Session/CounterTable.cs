using System.Collections.Concurrent;

namespace MultiTransport.Client;

/// <summary>What each transport has carried; written in turns, read from any thread.</summary>
internal sealed class CounterTable
{
    private readonly ConcurrentDictionary<string, TransportCount> _counts = new();

    public void Up(string transport, int messages)
    {
        if (messages > 0)
        {
            var count = _counts.GetValueOrDefault(transport);
            _counts[transport] = count with { Up = count.Up + messages };
        }
    }

    public void Down(string transport)
    {
        var count = _counts.GetValueOrDefault(transport);
        _counts[transport] = count with { Down = count.Down + 1 };
    }

    public void Taken(string transport)
    {
        var count = _counts.GetValueOrDefault(transport);
        _counts[transport] = count with { Taken = count.Taken + 1 };
    }

    public IReadOnlyDictionary<string, TransportCount> Snapshot() => new Dictionary<string, TransportCount>(_counts);
}
