using MultiTransport.Testing;

namespace MultiTransport.Conformance.Storms;

/// <summary>What a storm did.</summary>
internal sealed record StormReport(int Seed, int Cuts, int Switches, IReadOnlyDictionary<string, TransportCounters> Counters)
{
    public override string ToString() =>
        $"seed {Seed}: {Cuts} cuts, {Switches} switches; " + string.Join("; ", Counters.Select(static row => $"{row.Key}: {row.Value}"));
}
