using System.Collections.Concurrent;

namespace MultiTransport.Chaos.Lanes;

/// <summary>Counts by name, from any thread.</summary>
internal sealed class Totals
{
    private readonly ConcurrentDictionary<string, long> _counts = new();

    public long this[string name] => _counts.GetValueOrDefault(name);

    public IReadOnlyDictionary<string, long> All => new SortedDictionary<string, long>(_counts, StringComparer.Ordinal);

    public void Add(string name, long count = 1) => _counts.AddOrUpdate(name, count, (_, before) => before + count);
}
