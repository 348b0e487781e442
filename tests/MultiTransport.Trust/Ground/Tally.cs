using System.Collections.Concurrent;

namespace MultiTransport.Trust.Ground;

/// <summary>How often the server answered what.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Counts => new SortedDictionary<string, int>(_counts, StringComparer.Ordinal);

    public int this[string answer] => _counts.GetValueOrDefault(answer);

    public void Add(string answer, int times = 1) => _counts.AddOrUpdate(answer, times, (_, count) => count + times);
}
