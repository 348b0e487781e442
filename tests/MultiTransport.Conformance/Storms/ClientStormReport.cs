using MultiTransport.Conformance.Runtimes;

namespace MultiTransport.Conformance.Storms;

/// <summary>What a storm of one client did.</summary>
internal sealed record ClientStormReport(
    string Client, int Seed, int Count, int Cuts, int Switches, int Replays, int Repeats, StormOutcome Outcome)
{
    public override string ToString() =>
        $"{Client}: {Count} each way in {Outcome.Took / 1000:0.0} s, seed {Seed}: {Cuts} cuts, {Switches} switches, {Replays} POSTs replayed, {Repeats} answers repeated, "
        + $"{Outcome.Up} promotions up, {Outcome.Down} down; "
        + string.Join("; ", Outcome.Counters.Select(static row => $"{row.Key}: {row.Value.Up} up, {row.Value.Down} down, taken {row.Value.Taken}"));
}
